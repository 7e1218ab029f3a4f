//! Routing by path and method.

use cruddur_contract::paths::Path;
use cruddur_contract::{GroupId, MessageId};
use lambda_http::http::Method;
use lambda_http::{Request, RequestExt};

use super::error::ApiError;

/// A route with the parameters of its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `GET /api/health-check`
    HealthCheck,
    /// `OPTIONS` of anything.
    Preflight,
    /// `GET /api/message_groups`
    Groups,
    /// `POST /api/message_groups`
    CreateGroup,
    /// `GET /api/message_groups/{group}`
    Group(GroupId),
    /// `PUT /api/message_groups/{group}`
    TitleGroup(GroupId),
    /// `POST /api/message_groups/{group}/members`
    AddMembers(GroupId),
    /// `DELETE /api/message_groups/{group}/members/@{handle}`
    RemoveMember(GroupId, String),
    /// `POST /api/message_groups/{group}/read`
    Read(GroupId),
    /// `POST /api/message_groups/{group}/unread`
    Unread(GroupId),
    /// `GET /api/messages/{group}`
    Messages(GroupId),
    /// `POST /api/messages`
    Send,
    /// `PUT /api/messages/{group}/{message}`
    Edit(GroupId, MessageId),
    /// `DELETE /api/messages/{group}/{message}`
    Delete(GroupId, MessageId),
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
    /// [`ApiError::NoRoute`] for an unknown path, [`ApiError::Method`] for a wrong method.
    pub fn of(request: &Request) -> Result<Self, ApiError> {
        Self::find(request.method(), request.raw_http_path())
    }

    fn find(method: &Method, path: &str) -> Result<Self, ApiError> {
        if method == Method::OPTIONS {
            return Ok(Self::Preflight);
        }
        let path = Path::parse(path).ok_or(ApiError::NoRoute)?;
        Ok(match (path, method.as_str()) {
            (Path::HealthCheck, "GET") => Self::HealthCheck,
            (Path::MessageGroups, "GET") => Self::Groups,
            (Path::MessageGroups, "POST") => Self::CreateGroup,
            (Path::Group(group), "GET") => Self::Group(group),
            (Path::Group(group), "PUT") => Self::TitleGroup(group),
            (Path::GroupMembers(group), "POST") => Self::AddMembers(group),
            (Path::GroupMember(group, handle), "DELETE") => Self::RemoveMember(group, handle),
            (Path::GroupRead(group), "POST") => Self::Read(group),
            (Path::GroupUnread(group), "POST") => Self::Unread(group),
            (Path::Messages, "POST") => Self::Send,
            (Path::MessagesOf(group), "GET") => Self::Messages(group),
            (Path::Message(group, id), "PUT") => Self::Edit(group, id),
            (Path::Message(group, id), "DELETE") => Self::Delete(group, id),
            (Path::Users, "GET") => Self::People,
            (Path::User(handle), "GET") => Self::Person(handle),
            (Path::Handle(handle), "GET") => Self::Handle(handle),
            (Path::Profile, "GET") => Self::Profile,
            (Path::Profile, "PUT") => Self::ChangeProfile,
            (Path::Profile, "DELETE") => Self::DeleteProfile,
            (Path::LiveTicket, "POST") => Self::Ticket,
            (Path::LiveConnections, "DELETE") => Self::Connections,
            (path, _) => return Err(ApiError::MethodNotAllowed(allowed(&path))),
        })
    }

    /// A name for logs, without the parameters.
    pub fn name(&self) -> &'static str {
        match self {
            Self::HealthCheck => "health-check",
            Self::Preflight => "preflight",
            Self::Groups => "message_groups",
            Self::CreateGroup => "create-group",
            Self::Group(_) => "group",
            Self::TitleGroup(_) => "title-group",
            Self::AddMembers(_) => "add-members",
            Self::RemoveMember(..) => "remove-member",
            Self::Read(_) => "read",
            Self::Unread(_) => "unread",
            Self::Messages(_) => "messages",
            Self::Send => "send",
            Self::Edit(..) => "edit",
            Self::Delete(..) => "delete",
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

/// The `Allow` header of a path.
fn allowed(path: &Path) -> &'static str {
    match path {
        Path::Messages
        | Path::LiveTicket
        | Path::GroupMembers(_)
        | Path::GroupRead(_)
        | Path::GroupUnread(_) => "POST",
        Path::LiveConnections | Path::GroupMember(..) => "DELETE",
        Path::MessageGroups => "GET, POST",
        Path::Group(_) => "GET, PUT",
        Path::Message(..) => "PUT, DELETE",
        Path::Profile => "GET, PUT, DELETE",
        _ => "GET",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_methods_select_their_routes() {
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
        for (method, route) in [
            (Method::PUT, Route::Edit("g".into(), "m".into())),
            (Method::DELETE, Route::Delete("g".into(), "m".into())),
        ] {
            assert_eq!(Route::find(&method, "/api/messages/g/m"), Ok(route));
        }
        let of_group = |method, rest| Route::find(&method, &format!("/api/message_groups{rest}"));
        for (method, rest, route) in [
            (Method::GET, "", Route::Groups),
            (Method::POST, "", Route::CreateGroup),
            (Method::GET, "/g", Route::Group("g".into())),
            (Method::PUT, "/g", Route::TitleGroup("g".into())),
            (Method::POST, "/g/members", Route::AddMembers("g".into())),
            (Method::POST, "/g/read", Route::Read("g".into())),
            (Method::POST, "/g/unread", Route::Unread("g".into())),
            (
                Method::DELETE,
                "/g/members/@ann.lee",
                Route::RemoveMember("g".into(), "ann.lee".into()),
            ),
        ] {
            assert_eq!(of_group(method, rest), Ok(route), "{rest}");
        }
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
    fn a_wrong_method_and_an_unknown_path_are_different_errors() {
        assert_eq!(
            Route::find(&Method::GET, "/api/messages"),
            Err(ApiError::MethodNotAllowed("POST"))
        );
        assert_eq!(
            Route::find(&Method::GET, "/api/messages/g/m"),
            Err(ApiError::MethodNotAllowed("PUT, DELETE"))
        );
        assert_eq!(
            Route::find(&Method::DELETE, "/api/users"),
            Err(ApiError::MethodNotAllowed("GET"))
        );
        assert_eq!(
            Route::find(&Method::POST, "/api/profile"),
            Err(ApiError::MethodNotAllowed("GET, PUT, DELETE"))
        );
        assert_eq!(
            Route::find(&Method::POST, "/api/live/connections"),
            Err(ApiError::MethodNotAllowed("DELETE"))
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
                Err(ApiError::NoRoute),
                "{path}"
            );
        }
    }
}
