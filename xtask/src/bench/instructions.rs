use super::options::Options;
use anyhow::Result;
pub fn run(_: &Options) -> Result<()> {
    Ok(())
}
pub fn check() -> Result<()> {
    Ok(())
}
