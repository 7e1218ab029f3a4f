//! Numbers with their noun.

/// "1 message", "3 messages".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_singular() {
        assert_eq!(counted(0, "message", "messages"), "0 messages");
        assert_eq!(counted(1, "message", "messages"), "1 message");
        assert_eq!(counted(2, "message", "messages"), "2 messages");
    }
}
