//! placeholder
/// placeholder
pub async fn run(_arguments: &[String]) -> Result<(), String> {
    Ok(())
}
