//! The deployed user pool.

use aws_sdk_cognitoidentityprovider::types::{
    ExplicitAuthFlowsType as Flow, PreventUserExistenceErrorTypes as Existence,
    UserPoolMfaType as Mfa,
};
use cruddur_backend::clients::Account;

use crate::support::aws;
use crate::support::stack::stack;

#[test]
fn a_second_factor_is_optional_and_devices_are_not_tracked() {
    let (described, factors) = aws::run(async {
        let pool = Account::cognito(&aws::account());
        let id = &stack().user_pool_id;
        let described = pool.describe_user_pool().user_pool_id(id).send().await;
        let factors = pool
            .get_user_pool_mfa_config()
            .user_pool_id(id)
            .send()
            .await;
        (described.expect("the pool"), factors.expect("its factors"))
    });
    assert_eq!(factors.mfa_configuration(), Some(&Mfa::Optional));
    let totp = factors
        .software_token_mfa_configuration()
        .map(|one| one.enabled());
    assert_eq!(totp, Some(true));
    let pool = described.user_pool().expect("the pool");
    // The app confirms none: its refreshes would be refused.
    assert_eq!(pool.device_configuration(), None);
    let policy = pool.policies().and_then(|all| all.password_policy());
    assert_eq!(policy.and_then(|policy| policy.minimum_length()), Some(8));
}

#[test]
fn the_apps_client_signs_in_by_srp_or_by_choice_and_hides_who_exists() {
    let described = aws::run(async {
        let pool = Account::cognito(&aws::account());
        let describe = pool
            .describe_user_pool_client()
            .user_pool_id(&stack().user_pool_id);
        describe.client_id(&stack().client_id).send().await
    });
    let described = described.expect("the client");
    let client = described.user_pool_client().expect("the client");
    let mut flows = client.explicit_auth_flows().to_vec();
    flows.sort();
    assert_eq!(
        flows,
        [
            Flow::AllowRefreshTokenAuth,
            Flow::AllowUserAuth,
            Flow::AllowUserSrpAuth
        ]
    );
    assert_eq!(
        client.prevent_user_existence_errors(),
        Some(&Existence::Enabled)
    );
    assert_eq!(client.enable_token_revocation(), Some(true));
    assert_eq!(client.client_secret(), None);
}
