//! Element strings and labels in brackets.

#![no_main]


use libfuzzer_sys::fuzz_target;
use testing::properties;

fuzz_target!(|bytes: &[u8]| {
    properties::element_string(bytes, properties::today());
    properties::brackets(bytes, properties::today());
});
