//! The scanners of this workstation, while they feed a command.

use super::queue::Told;
#[cfg(feature = "evdev")]
use crate::scan::source::evdev;
use crate::scan::source::{SourceEvent, serial};
use std::io;
use std::sync::mpsc::Sender;

/// A scanner to listen to.
#[derive(Debug)]
pub enum Device {
    /// On a serial line; it is told what became of its reads.
    Serial(serial::Port),
    /// One that plays a keyboard, to be grabbed; it is told nothing.
    #[cfg(feature = "evdev")]
    Evdev(evdev::Node),
}

/// Scanners being listened to. Dropping them frees their devices.
#[derive(Debug, Default)]
pub struct Scanners {
    serial: Vec<serial::Scanner>,
    #[cfg(feature = "evdev")]
    grabbed: Vec<evdev::Scanner>,
}

impl Scanners {
    /// Listens to all these devices. A device that is missing is no error.
    ///
    /// # Errors
    /// The system refuses a thread.
    pub fn listen(devices: Vec<Device>, inbox: &Sender<SourceEvent>) -> io::Result<Self> {
        let mut scanners = Self::default();
        for device in devices {
            match device {
                Device::Serial(port) => {
                    scanners
                        .serial
                        .push(serial::Scanner::listen(port, inbox.clone())?);
                }
                #[cfg(feature = "evdev")]
                Device::Evdev(node) => {
                    scanners
                        .grabbed
                        .push(evdev::Scanner::listen(node, inbox.clone())?);
                }
            }
        }
        Ok(scanners)
    }

    /// Tells a scanner what became of its read, if it can hear.
    pub fn tell(&self, told: &Told) {
        let (Told::Received(source) | Told::Applied(source) | Told::Refused(source)) = told;
        let Some(scanner) = self.serial.iter().find(|scanner| scanner.source() == source) else {
            return;
        };
        match told {
            Told::Received(_) => scanner.received(),
            Told::Applied(_) => scanner.applied(),
            Told::Refused(_) => scanner.refused(),
        }
    }
}
