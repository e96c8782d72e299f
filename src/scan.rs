//! From bytes to a scan: framer, symbologies, GS1 and the sources of reads.
