//! The program without a screen, one file a subcommand.
