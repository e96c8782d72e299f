//! Long commands step back, so that a scan never waits for a report.

/// Lowers this process's own priority. If the system does not allow it, the work goes on at the old one.
pub fn lower() {
    if let Err(why) = rustix::process::nice(10) {
        tracing::debug!("the priority stays as it is: {why}");
    }
}
