//! The `Link` header (RFC 8288), the part that paging uses.

/// The target of the first link with that relation, if the header has one.
pub fn target<'a>(header: &'a str, rel: &str) -> Option<&'a str> {
    header.split(',').find_map(|link| {
        let (url, params) = link.trim().strip_prefix('<')?.split_once('>')?;
        params
            .split(';')
            .filter_map(|param| param.trim().strip_prefix("rel="))
            .any(|value| value.trim_matches('"').split(' ').any(|one| one == rel))
            .then_some(url)
    })
}

/// One link of the header.
pub fn link(url: &str, rel: &str) -> String {
    format!("<{url}>; rel=\"{rel}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_is_found_among_several() {
        let header = r#"</api/m?before=a>; rel="prev", </api/m?after=b>; rel="next""#;
        assert_eq!(target(header, "prev"), Some("/api/m?before=a"));
        assert_eq!(target(header, "next"), Some("/api/m?after=b"));
        assert_eq!(target(header, "last"), None);
        assert_eq!(target(&link("/x", "next"), "next"), Some("/x"));
    }

    #[test]
    fn garbage_has_no_relations() {
        for header in ["", "<", "<>", "rel=next", "<x>;rel", "é<ü>;;=;,"] {
            assert_eq!(target(header, "next"), None, "{header}");
        }
    }
}
