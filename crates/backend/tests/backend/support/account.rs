//! Accounts, and signing in as a browser does: by SRP.

use aws_cognito_srp::{SrpClient, User};
use cruddur_backend::clients::Account;
use cruddur_contract::cognito::{
    AuthAnswer, InitiateAuth, Operation, RespondToAuthChallenge, Tokens,
};
use cruddur_contract::read;

use super::api::agent;
use super::aws;
use super::stack::stack;

/// The password of all accounts.
const PASSWORD: &str = "correct horse battery";

/// Makes an account with these attributes.
pub fn create(email: &str, attributes: &[(&str, &str)]) {
    let attribute = |(name, value): &(&str, &str)| {
        let builder = aws_sdk_cognitoidentityprovider::types::AttributeType::builder();
        builder
            .name(*name)
            .value(*value)
            .build()
            .expect("an attribute")
    };
    let mut all = vec![
        attribute(&("email", email)),
        attribute(&("email_verified", "true")),
    ];
    all.extend(attributes.iter().map(attribute));
    aws::run(async {
        let pool = Account::cognito(&aws::account());
        let create = pool
            .admin_create_user()
            .user_pool_id(&stack().user_pool_id)
            .username(email);
        create
            .set_user_attributes(Some(all))
            .send()
            .await
            .expect("AdminCreateUser");
        let set = pool
            .admin_set_user_password()
            .user_pool_id(&stack().user_pool_id);
        let set = set.username(email).password(PASSWORD).permanent(true);
        set.send().await.expect("AdminSetUserPassword");
    });
}

/// Changes an attribute, as the owner.
pub fn change(email: &str, name: &str, value: &str) {
    let builder = aws_sdk_cognitoidentityprovider::types::AttributeType::builder();
    let attribute = builder
        .name(name)
        .value(value)
        .build()
        .expect("an attribute");
    aws::run(async {
        let pool = Account::cognito(&aws::account());
        let update = pool
            .admin_update_user_attributes()
            .user_pool_id(&stack().user_pool_id);
        update
            .username(email)
            .user_attributes(attribute)
            .send()
            .await
            .expect("update");
    });
}

/// Disables an account, as the owner.
pub fn disable(email: &str) {
    aws::run(async {
        let pool = Account::cognito(&aws::account());
        let disable = pool
            .admin_disable_user()
            .user_pool_id(&stack().user_pool_id);
        disable.username(email).send().await.expect("disabled");
    });
}

/// Signs in with the app's client.
pub fn sign_in(email: &str) -> Tokens {
    sign_in_with(&stack().client_id, email)
}

/// Signs in with some client of the pool.
pub fn sign_in_with(client_id: &str, email: &str) -> Tokens {
    let srp = SrpClient::new(
        User::new(&stack().user_pool_id, email, PASSWORD),
        client_id,
        None,
    );
    let public = srp.get_auth_parameters();
    let challenge = call(&InitiateAuth {
        client_id,
        auth_flow: "USER_SRP_AUTH",
        auth_parameters: &[("USERNAME", email), ("SRP_A", public.a.as_str())],
    });
    let given = |name: &str| challenge.parameter(name).to_owned();
    let user = given("USER_ID_FOR_SRP");
    let proof = srp
        .verify(
            &given("SECRET_BLOCK"),
            &user,
            &given("SALT"),
            &given("SRP_B"),
        )
        .expect("a proof");
    let responses = [
        ("USERNAME", user.as_str()),
        (
            "PASSWORD_CLAIM_SECRET_BLOCK",
            proof.password_claim_secret_block.as_str(),
        ),
        (
            "PASSWORD_CLAIM_SIGNATURE",
            proof.password_claim_signature.as_str(),
        ),
        ("TIMESTAMP", proof.timestamp.as_str()),
    ];
    let answer = call(&RespondToAuthChallenge {
        client_id,
        challenge_name: "PASSWORD_VERIFIER",
        challenge_responses: &responses,
        session: challenge.session.as_deref(),
    });
    answer.authentication_result.expect("tokens")
}

fn call<O: Operation>(request: &O) -> AuthAnswer {
    let operation = O::NAME;
    let target = format!("AWSCognitoIdentityProviderService.{operation}");
    let mut answer = agent()
        .post(&stack().endpoint)
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", target)
        .send(serde_json::to_string(request).expect("JSON"))
        .expect("the user pool answers");
    let text = answer.body_mut().read_to_string().expect("a body");
    assert_eq!(answer.status(), 200, "{operation}: {text}");
    read::object(&text).expect("an answer of Cognito")
}

/// Another app client of the same pool, whose access tokens are good for so many seconds.
pub fn other_client(seconds: i32) -> String {
    use aws_sdk_cognitoidentityprovider::types::{
        ExplicitAuthFlowsType as Flow, TimeUnitsType as Unit, TokenValidityUnitsType as Units,
    };
    aws::run(async {
        let create = Account::cognito(&aws::account()).create_user_pool_client();
        let answer = create
            .user_pool_id(&stack().user_pool_id)
            .client_name("other")
            .explicit_auth_flows(Flow::AllowUserSrpAuth)
            .explicit_auth_flows(Flow::AllowRefreshTokenAuth)
            .access_token_validity(seconds)
            .token_validity_units(Units::builder().access_token(Unit::Seconds).build())
            .send()
            .await
            .expect("CreateUserPoolClient");
        let client = answer
            .user_pool_client()
            .and_then(|client| client.client_id());
        client.expect("an id").to_owned()
    })
}
