//! Which route a request is for.

use cruddur_contract::GroupId;
use lambda_http::http::Method;
use lambda_http::{Request, RequestExt};
use percent_encoding::percent_decode_str;

use super::refusal::Refusal;

/// A route with what its path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `GET /api/health-check`
    HealthCheck,
    /// `OPTIONS` of anything.
    Preflight,
    /// `GET /api/message_groups`
    Groups,
    /// `GET /api/messages/{group}`
    Messages(GroupId),
    /// `POST /api/messages`
    Send,
    /// `GET /api/users/@{handle}/short`
    Person(String),
    /// `GET /api/users`
    People,
    /// `POST /api/live/ticket`
    Ticket,
    /// `DELETE /api/live/connections`
    Connections,
    /// `GET /api/handles/{handle}`
    Handle(String),
    /// `GET /api/profile`
    Profile,
    /// `PUT /api/profile`
    ChangeProfile,
    /// `DELETE /api/profile`
    DeleteProfile,
}

impl Route {
    /// The route of this request.
    ///
    /// # Errors
    /// [`Refusal::NoRoute`] for an unknown path, [`Refusal::Method`] for a wrong method.
    pub fn of(request: &Request) -> Result<Self, Refusal> {
        Self::find(request.method(), request.raw_http_path())
    }

    fn find(method: &Method, path: &str) -> Result<Self, Refusal> {
        if method == Method::OPTIONS {
            return Ok(Self::Preflight);
        }
        let segments: Vec<String> = path
            .strip_prefix("/api/")
            .ok_or(Refusal::NoRoute)?
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let (only, route) = match segments.as_slice() {
            ["health-check"] => (Method::GET, Self::HealthCheck),
            ["message_groups"] => (Method::GET, Self::Groups),
            ["messages"] => (Method::POST, Self::Send),
            ["messages", group] if !group.is_empty() => {
                (Method::GET, Self::Messages((*group).into()))
            }
            ["users"] => (Method::GET, Self::People),
            ["users", handle, "short"] => {
                let handle = handle.strip_prefix('@').ok_or(Refusal::NoRoute)?;
                (Method::GET, Self::Person(handle.to_owned()))
            }
            ["live", "ticket"] => (Method::POST, Self::Ticket),
            ["live", "connections"] => (Method::DELETE, Self::Connections),
            ["handles", handle] => (Method::GET, Self::Handle((*handle).to_owned())),
            ["profile"] => return Self::of_profile(method),
            _ => return Err(Refusal::NoRoute),
        };
        if *method == only {
            return Ok(route);
        }
        Err(Refusal::Method(match only {
            Method::POST => "POST",
            Method::DELETE => "DELETE",
            _ => "GET",
        }))
    }

    fn of_profile(method: &Method) -> Result<Self, Refusal> {
        match *method {
            Method::GET => Ok(Self::Profile),
            Method::PUT => Ok(Self::ChangeProfile),
            Method::DELETE => Ok(Self::DeleteProfile),
            _ => Err(Refusal::Method("GET, PUT, DELETE")),
        }
    }

    /// A name for logs, without what the path names.
    pub fn name(&self) -> &'static str {
        match self {
            Self::HealthCheck => "health-check",
            Self::Preflight => "preflight",
            Self::Groups => "message_groups",
            Self::Messages(_) => "messages",
            Self::Send => "send",
            Self::Person(_) => "person",
            Self::People => "people",
            Self::Ticket => "ticket",
            Self::Connections => "connections",
            Self::Handle(_) => "handle",
            Self::Profile => "profile",
            Self::ChangeProfile => "change-profile",
            Self::DeleteProfile => "delete-profile",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_their_routes() {
        let get = |path| Route::find(&Method::GET, path);
        assert_eq!(
            get("/api/users/@ann.lee/short"),
            Ok(Route::Person("ann.lee".into()))
        );
        assert_eq!(
            get("/api/users/%40ann/short"),
            Ok(Route::Person("ann".into()))
        );
        assert_eq!(get("/api/messages/g"), Ok(Route::Messages("g".into())));
        assert_eq!(Route::find(&Method::POST, "/api/messages"), Ok(Route::Send));
        assert_eq!(
            get("/api/handles/a%2Fb"),
            Ok(Route::Handle("a/b".to_owned()))
        );
        for (method, route) in [
            (Method::GET, Route::Profile),
            (Method::PUT, Route::ChangeProfile),
            (Method::DELETE, Route::DeleteProfile),
        ] {
            assert_eq!(Route::find(&method, "/api/profile"), Ok(route));
        }
        assert_eq!(
            Route::find(&Method::DELETE, "/api/live/connections"),
            Ok(Route::Connections)
        );
    }

    #[test]
    fn wrong_methods_and_unknown_paths_are_told_apart() {
        assert_eq!(
            Route::find(&Method::GET, "/api/messages"),
            Err(Refusal::Method("POST"))
        );
        assert_eq!(
            Route::find(&Method::DELETE, "/api/users"),
            Err(Refusal::Method("GET"))
        );
        assert_eq!(
            Route::find(&Method::POST, "/api/profile"),
            Err(Refusal::Method("GET, PUT, DELETE"))
        );
        assert_eq!(
            Route::find(&Method::POST, "/api/live/connections"),
            Err(Refusal::Method("DELETE"))
        );
        for path in [
            "/",
            "",
            "/api",
            "/api/",
            "/api/messages/",
            "/api/users/ann/short",
            "//api/users",
        ] {
            assert_eq!(
                Route::find(&Method::GET, path),
                Err(Refusal::NoRoute),
                "{path}"
            );
        }
    }
}
