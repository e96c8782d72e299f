//! The bytes of a serial line as they come: calibration has to see what a profile would take away.

use super::Message;
use anyhow::Context;
use serialport::{ClearBuffer, SerialPort};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// The bits per second of a line for which none are configured.
const BAUD: u32 = 9600;
/// The acknowledgement for a scanner that waits for one once its read has arrived.
const ACK: &[u8] = &[0x06];

/// An open line.
pub(super) struct Wire(Box<dyn SerialPort>);

impl Wire {
    /// Opens a port exclusively, and reads it on a thread of its own.
    ///
    /// # Errors
    /// When the port can't be opened.
    pub(super) fn open(path: &Path, baud: Option<u32>, inbox: Sender<Message>) -> anyhow::Result<Self> {
        let opened = || -> serialport::Result<(Box<dyn SerialPort>, Box<dyn SerialPort>)> {
            let line = serialport::new(path.to_string_lossy(), baud.unwrap_or(BAUD))
                .timeout(Duration::from_millis(100))
                .exclusive(true)
                .open()?;
            line.clear(ClearBuffer::Input)?;
            let ear = line.try_clone()?;
            Ok((line, ear))
        };
        let (line, ear) = opened().with_context(|| format!("scanner {}", path.display()))?;
        thread::Builder::new()
            .name("line".to_owned())
            .spawn(move || listen(ear, &inbox))
            .context("the scanner can't be heard")?;
        Ok(Self(line))
    }

    /// Tells the scanner that its read has arrived.
    pub(super) fn acknowledge(&mut self) {
        let _ = self.0.write_all(ACK); // a line that is gone is told by its other end
    }
}

fn listen(mut line: Box<dyn SerialPort>, inbox: &Sender<Message>) {
    let mut bytes = [0; 256];
    loop {
        let message = match line.read(&mut bytes) {
            Ok(0) => Message::Gone("it was unplugged".to_owned()),
            Ok(count) => Message::Line(bytes[..count].to_vec(), crate::clock::now()),
            Err(why) if matches!(why.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted) => continue,
            Err(why) => Message::Gone(why.to_string()),
        };
        let over = matches!(message, Message::Gone(_));
        if inbox.send(message).is_err() || over {
            return;
        }
    }
}
