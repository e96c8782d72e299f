//! Long commands step back, so that a scan never waits for a report.

/// Lowers this process's own priority. Where the system does not allow it, the work goes on as it is.
pub fn lower() {
    if let Err(why) = rustix::process::nice(10) {
        tracing::debug!("the priority stays as it is: {why}");
    }
}
