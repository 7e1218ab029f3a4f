#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cruddur_hostile::link(bytes));
