//! Each function's role allows what the function does and not what the others do. IAM's own
//! simulator is asked about the deployed policies.

use crate::support::signed::{FORM, signed};
use crate::support::stack::{name, stack};

/// The role of a function.
fn role_of(function: &str) -> String {
    let path = format!("2015-03-31/functions/{}-{function}/configuration", name());
    let url = format!("{}/{path}", stack().endpoint);
    let text = signed("lambda", "GET", &url, FORM, "");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    value["Role"].as_str().expect("a role").to_owned()
}

/// Whether the role may do this to that.
fn may(role: &str, action: &str, resource: &str) -> bool {
    let encode = |text: &str| cruddur_contract::paths::encode(text).to_string();
    let body = format!(
        "Action=SimulatePrincipalPolicy&Version=2010-05-08&PolicySourceArn={}\
         &ActionNames.member.1={}&ResourceArns.member.1={}",
        encode(role),
        encode(action),
        encode(resource)
    );
    let answer = signed(
        "iam",
        "POST",
        &format!("{}/", stack().endpoint),
        FORM,
        &body,
    );
    let decision = answer
        .split_once("<EvalDecision>")
        .and_then(|(_, rest)| rest.split_once('<'));
    match decision.expect("a decision").0 {
        "allowed" => true,
        "implicitDeny" | "explicitDeny" => false,
        other => panic!("{other}"),
    }
}

#[test]
fn each_role_allows_what_its_function_does_and_no_more() {
    let account = "us-east-1:000000000000";
    let table = format!("arn:aws:dynamodb:{account}:table/{}", stack().table);
    let index = format!("{table}/index/last-message-index");
    let rows = format!("{table}/index/message-group-sk-index");
    let foreign = format!("arn:aws:dynamodb:{account}:table/somebody-elses");
    let pool = format!(
        "arn:aws:cognito-idp:{account}:userpool/{}",
        stack().user_pool_id
    );
    let api = stack()
        .live_url
        .rsplit('/')
        .nth(1)
        .expect("an API's id")
        .to_owned();
    let post = format!("arn:aws:execute-api:{account}:{api}/live/POST/@connections/x");
    let close = format!("arn:aws:execute-api:{account}:{api}/live/DELETE/@connections/x");
    let repairs = format!("arn:aws:sqs:{account}:{}-repairs", name());
    let dead = format!("arn:aws:sqs:{account}:{}-dead-repairs", name());
    let manage = "execute-api:ManageConnections";
    // action, resource, http, live, stream, pool-events
    let matrix = [
        ("dynamodb:GetItem", &table, [true, true, true, true]),
        ("dynamodb:Query", &table, [true, true, true, true]),
        ("dynamodb:Query", &index, [true, true, true, false]),
        ("dynamodb:Query", &rows, [false, false, false, false]),
        ("dynamodb:PutItem", &table, [true, true, true, true]),
        ("dynamodb:UpdateItem", &table, [true, true, true, true]),
        ("dynamodb:DeleteItem", &table, [true, true, true, true]),
        ("dynamodb:Scan", &table, [false, false, false, false]),
        ("dynamodb:DeleteTable", &table, [false, false, false, false]),
        ("dynamodb:GetItem", &foreign, [false, false, false, false]),
        (
            "cognito-idp:AdminGetUser",
            &pool,
            [true, false, false, false],
        ),
        (
            "cognito-idp:AdminSetUserPassword",
            &pool,
            [false, false, false, false],
        ),
        ("sqs:SendMessage", &repairs, [false, false, true, false]),
        ("sqs:DeleteMessage", &repairs, [false, false, true, false]),
        ("sqs:PurgeQueue", &repairs, [false, false, false, false]),
        ("sqs:SendMessage", &dead, [false, false, true, false]),
        ("sqs:ReceiveMessage", &dead, [false, false, false, false]),
        (manage, &post, [true, true, true, true]),
        (manage, &close, [true, true, false, true]),
    ];
    let roles = ["http", "live", "stream", "pool-events"].map(role_of);
    for (action, resource, allowed) in matrix {
        let asked = roles.each_ref().map(|role| may(role, action, resource));
        assert_eq!(
            asked, allowed,
            "{action} on {resource}: http, live, stream, pool-events"
        );
    }
}
