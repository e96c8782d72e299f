//! Fields that a lost separator made part of the value before them.

#![no_main]


use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use testing::swallowed;

fuzz_target!(|bytes: &[u8]| {
    let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    swallowed::detected(bytes, today);
    swallowed::detected(&[b"]C1", bytes].concat(), today);
});
