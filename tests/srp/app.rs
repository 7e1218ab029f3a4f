//! The app's sign-in: its engine, and its SRP client as the driver uses it.

use cruddur::platform::srp::{Srp, device_password};
use cruddur_contract::config::AppConfig;
use cruddur_engine::Engine;
use cruddur_engine::effect::{Effect, RequestId};
use cruddur_engine::event::{Event, Input, Intent, MadeDevice, Now, SrpProof};
use cruddur_engine::http::{HttpAnswer, HttpOutcome};
use num_bigint::BigUint;
use serde::Deserialize;
use serde_json::{Value, json};

use super::vector::number;

const EMAIL: &str = "ida@example.com";

/// What the pool sends for an `A`.
pub struct Challenge<'a> {
    pub user_id: &'a str,
    pub salt: &'a str,
    pub secret_block: &'a str,
    pub srp_b: &'a str,
}

/// What the app answers.
#[derive(Debug, Deserialize)]
pub struct Answer {
    #[serde(rename = "USERNAME")]
    pub user_id: String,
    #[serde(rename = "PASSWORD_CLAIM_SECRET_BLOCK")]
    pub secret_block: String,
    #[serde(rename = "PASSWORD_CLAIM_SIGNATURE")]
    pub signature: String,
    #[serde(rename = "TIMESTAMP")]
    pub timestamp: String,
}

/// Types the password at an app of this pool: `A`, and what the app answers to the challenge.
pub fn sign_in(pool: &str, password: &str, challenge: &Challenge<'_>) -> (BigUint, Answer) {
    let mut app = App::new(pool, None);
    app.type_password(password);
    let (id, asked) = app.request();
    let srp_a = asked["AuthParameters"]["SRP_A"].as_str().expect("A");
    app.challenge(id, "PASSWORD_VERIFIER", challenge);
    let (_, answer) = app.request();
    (number(srp_a), proof(answer))
}

/// What the app answers to the last challenge.
pub fn proof(mut answer: Value) -> Answer {
    let answer = serde_json::from_value(answer["ChallengeResponses"].take());
    answer.expect("an answer")
}

pub struct App {
    engine: Engine,
    srp: Option<Srp>,
    request: Option<(RequestId, String)>,
    /// What the browser keeps about itself.
    pub device: Option<String>,
}

impl App {
    pub fn new(pool: &str, device: Option<String>) -> Self {
        let config = json!({
            "cognito": {"user_pool_id": pool, "client_id": "client"},
            "api_url": "https://api.example.com",
        });
        let config = AppConfig::parse(&config.to_string()).expect("a good config");
        let mut app = Self {
            engine: Engine::new(config),
            srp: None,
            request: None,
            device,
        };
        app.tell(Event::Started {
            stored_session: None,
            journal: None,
            online: true,
        });
        app
    }

    pub fn type_password(&mut self, password: &str) {
        self.tell(Event::Intent(Intent::sign_in(EMAIL, password)));
    }

    fn tell(&mut self, event: Event) {
        let input = Input {
            now: Now::default(),
            random: 1,
            event,
        };
        for effect in self.engine.handle(input).effects {
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::SrpStart { pool, password, .. } => {
                let mut srp = Srp::new("client");
                srp.begin(&pool, &password);
                let srp_a = srp.public_a().to_owned();
                self.srp = Some(srp);
                let device = self.device.clone();
                self.tell(Event::SrpStarted { srp_a, device });
            }
            Effect::SrpProve {
                secret_block,
                user_id,
                salt,
                srp_b,
            } => {
                let srp = self.srp.as_ref().expect("a started exchange");
                let proof = srp.prove(&secret_block, &user_id, &salt, &srp_b);
                self.tell(Event::SrpProved(proof.map(|proof| SrpProof {
                    secret_block: proof.secret_block,
                    signature: proof.signature,
                    timestamp: proof.timestamp,
                })));
            }
            Effect::MakeDevice(device) => {
                let made = device_password(&device.group, &device.key);
                self.tell(Event::DeviceMade(MadeDevice {
                    key: device.key,
                    password: made.password,
                    verifier: made.verifier,
                    salt: made.salt,
                    agent: String::new(),
                }));
            }
            Effect::StoreDevice(_, text) => self.device = Some(text),
            Effect::Http(id, request) => {
                self.request = Some((id, request.body.unwrap_or_default()));
            }
            _ => {}
        }
    }

    /// The request that waits for an answer.
    pub fn request(&mut self) -> (RequestId, Value) {
        let (id, body) = self.request.take().expect("a request");
        (id, serde_json::from_str(&body).expect("JSON"))
    }

    pub fn challenge(&mut self, id: RequestId, name: &str, challenge: &Challenge<'_>) {
        let body = json!({
            "ChallengeName": name,
            "ChallengeParameters": {
                "USER_ID_FOR_SRP": challenge.user_id,
                "SALT": challenge.salt,
                "SECRET_BLOCK": challenge.secret_block,
                "SRP_B": challenge.srp_b,
            },
        });
        self.answer(id, &body);
    }

    pub fn answer(&mut self, id: RequestId, body: &Value) {
        let answer = HttpAnswer {
            status: 200,
            body: body.to_string(),
            ..HttpAnswer::default()
        };
        let outcome = HttpOutcome::Answer(answer);
        self.tell(Event::Answered { id, outcome });
    }
}
