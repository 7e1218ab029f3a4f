//! The layers of the project (docs/architecture.md, "Layers") and what each may import.

/// A layer: a folder, or a file that stands beside the folders.
pub struct Layer {
    /// Where it lives.
    pub place: &'static str,
    /// Beginnings of the paths that it may name, beside its own: `crate::x` is another layer of the same
    /// crate, anything else another crate. What is not here is refused.
    pub allowed: &'static [&'static [&'static str]],
    /// What it may not name although a shorter path is allowed.
    pub except: &'static [&'static str],
    /// Names that may not stand in it at all, as methods have no path that tells where they come from.
    pub names: &'static [&'static str],
    /// Whether words for people may stand in it.
    pub words: bool,
}

/// The standard library without files, network, processes, threads and clocks.
const PURE_STD: &[&str] = &[
    "std::borrow",
    "std::cell",
    "std::cmp",
    "std::collections",
    "std::convert",
    "std::error",
    "std::fmt",
    "std::hash",
    "std::iter",
    "std::mem",
    "std::num",
    "std::ops",
    "std::rc",
    "std::slice",
    "std::str",
    "std::sync",
    "std::time::Duration",
];

/// What wire types and their checks need.
const DATA: &[&str] = &[
    "base64",
    "chrono",
    "percent_encoding",
    "serde",
    "serde_json",
    "thiserror",
    "uuid",
];

/// Unicode's tables, which the contract compiles for servers and tests only.
const UNICODE: &[&str] = &["icu_casemap", "icu_normalizer", "icu_properties"];

/// Clocks that look like data.
const CLOCKS: &[&str] = &["chrono::Local", "chrono::Utc::now", "uuid::Uuid::new_v4"];

/// What views read and call: signals, intents, words, paths of the app.
const VIEW: &[&str] = &[
    "crate::i18n",
    "crate::platform::dom",
    "crate::platform::files",
    "crate::platform::focus",
    "crate::platform::resize",
    "crate::platform::selection",
    "crate::routes",
    "crate::runtime",
    "cruddur_contract",
    "cruddur_engine::chunks",
    "cruddur_engine::view",
    "leptos",
    "leptos_use",
    "wasm_bindgen::JsCast",
];

/// The browser's ways to fetch and to store, which views leave to the runtime.
const FETCH_AND_STORE: &[&str] = &[
    "fetch_with_request",
    "fetch_with_str",
    "indexed_db",
    "local_storage",
    "session_storage",
];

/// What a row says where nothing else is said.
const ROW: Layer = Layer {
    place: "",
    allowed: &[],
    except: &[],
    names: &[],
    words: true,
};

/// All layers, from the innermost on.
pub const LAYERS: &[Layer] = &[
    Layer {
        place: "crates/contract/src",
        allowed: &[PURE_STD, DATA, UNICODE],
        except: CLOCKS,
        ..ROW
    },
    Layer {
        place: "crates/engine/src",
        allowed: &[PURE_STD, DATA, &["cruddur_contract", "rustc_hash"]],
        except: CLOCKS,
        ..ROW
    },
    Layer {
        place: "crates/hostile/src",
        allowed: &[
            PURE_STD,
            DATA,
            &["cruddur_contract", "cruddur_engine", "cruddur_fake_server"],
        ],
        except: CLOCKS,
        ..ROW
    },
    Layer {
        place: "crates/fake-server/src",
        allowed: &[
            DATA,
            &[
                "clap",
                "cruddur_contract",
                "form_urlencoded",
                "futures_util",
                "http",
                "http_body_util",
                "hyper",
                "hyper_util",
                "std",
                "tokio",
                "tokio_tungstenite",
                "ureq",
            ],
        ],
        ..ROW
    },
    Layer {
        place: "crates/regex/src",
        allowed: &[&["regex_lite"]],
        ..ROW
    },
    Layer {
        place: "crates/backend/src",
        allowed: &[
            DATA,
            &[
                "aws_credential_types",
                "aws_lambda_events",
                "aws_sdk_apigatewaymanagement",
                "aws_sdk_cognitoidentityprovider",
                "aws_sdk_dynamodb",
                "aws_sdk_sqs",
                "aws_smithy_http_client",
                "cruddur_contract",
                "futures_util",
                "getrandom",
                "lambda_http",
                "lambda_runtime",
                "percent_encoding",
                "serde_dynamo",
                "sha2",
                "std",
                "tokio",
                "tracing",
                "tracing_subscriber",
                "unicode_segmentation",
            ],
        ],
        ..ROW
    },
    Layer {
        place: "src/platform",
        allowed: &[
            PURE_STD,
            &[
                "aws_cognito_srp",
                "futures_channel",
                "futures_util",
                "getrandom",
                "gloo_net",
                "gloo_render",
                "gloo_timers",
                "leptos::web_sys",
                "std::future",
                "std::task",
                "wasm_bindgen",
                "wasm_bindgen_futures",
                "web_sys",
            ],
        ],
        ..ROW
    },
    Layer {
        place: "src/i18n",
        allowed: &[
            PURE_STD,
            &[
                "crate::platform::time",
                "cruddur_contract",
                "cruddur_engine::view",
                "leptos::web_sys::js_sys",
                "wasm_bindgen",
            ],
        ],
        ..ROW
    },
    Layer {
        place: "src/routes",
        allowed: &[
            PURE_STD,
            &[
                "crate::platform::page",
                "cruddur_contract",
                "cruddur_engine::view",
                "percent_encoding",
            ],
        ],
        names: FETCH_AND_STORE,
        words: false,
        ..ROW
    },
    Layer {
        place: "src/runtime",
        allowed: &[
            PURE_STD,
            &[
                "crate::platform",
                "cruddur_contract",
                "cruddur_engine",
                "futures_channel",
                "futures_util",
                "leptos",
                "rustc_hash",
                "serde",
                "serde_json",
                "wasm_bindgen_futures::spawn_local",
            ],
        ],
        except: &["leptos::web_sys"],
        names: FETCH_AND_STORE,
        words: false,
    },
    Layer {
        place: "src/components",
        allowed: &[
            PURE_STD,
            VIEW,
            &[
                "crate::platform::badge",
                "crate::platform::unicode",
                "linkify",
                "qrcodegen",
            ],
        ],
        names: FETCH_AND_STORE,
        words: false,
        ..ROW
    },
    Layer {
        place: "src/pages",
        allowed: &[
            PURE_STD,
            VIEW,
            &["crate::components", "leptos_router::hooks"],
        ],
        names: FETCH_AND_STORE,
        words: false,
        ..ROW
    },
    Layer {
        place: "src/app.rs",
        allowed: &[
            PURE_STD,
            VIEW,
            &["crate::components", "crate::pages", "leptos_router"],
        ],
        names: FETCH_AND_STORE,
        words: false,
        ..ROW
    },
    Layer {
        place: "src/main.rs",
        allowed: &[&[
            "console_error_panic_hook",
            "crate::app",
            "crate::pages",
            "crate::runtime",
            "leptos",
            "std::panic",
            "wasm_bindgen_futures::spawn_local",
        ]],
        names: FETCH_AND_STORE,
        words: false,
        ..ROW
    },
    Layer {
        place: "src/lib.rs",
        allowed: &[],
        words: false,
        ..ROW
    },
];
