//! A window of a size that no monitor has.

use super::company::{Company, PROGRAM};
use super::station::Station;

#[test]
fn a_vast_window_is_drawn_as_far_as_people_look_and_takes_no_more_memory_than_that() {
    let company = Company::open();
    let mut command = Station::program(&company);
    let vast = format!("stty rows 10000 cols 10000; exec {PROGRAM} --store \"$0\"");
    *command.get_argv_mut() = ["/bin/sh", "-c", &vast].map(Into::into).into();
    command.arg(company.store());
    let mut station = Station::start(command, (500, 200));
    station.wait_for("Scan your badge");
    station.scan("EMP-102", "your PIN");
    station.scan("2308", "Scan anything");
    let most = station.most_memory();
    assert!(most < 100 << 10, "{most} kB");
}
