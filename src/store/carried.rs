//! A line of a log that comes from another store, written into this one.

use super::{Note, Turn};
use crate::domain::log::NotedRead;
use crate::domain::record::Fault;
use crate::operations::carried::{Again, Differs, Done, Heard, Line, again};
use crate::operations::change::Write;
use crate::operations::read_links;

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is in the store now.
    New,
    /// It was in the store before, or says nothing that is kept.
    Known,
    /// It can't be; nothing was written of it.
    Not(Differs),
}

impl Turn<'_> {
    /// Does again what a line of a log says: decides its operation once more, or notes its read and the result. What is
    /// here already is passed over.
    ///
    /// # Errors
    /// A [`Fault`] where the store fails; the turn can't go on then.
    pub fn take(&mut self, line: &Line) -> Result<Taken, Fault> {
        match line {
            Line::Operation(done) => self.take_operation(done),
            Line::Read(heard) => self.take_read(heard),
            Line::Begin(_) | Line::End(_) => Ok(Taken::Known),
        }
    }

    fn take_operation(&mut self, done: &Done) -> Result<Taken, Fault> {
        let change = match again(self.view(), &done.logged)? {
            Again::Same(change) => change,
            Again::Known => return Ok(Taken::Known),
            Again::Differs(why) => return Ok(Taken::Not(why)),
        };
        if let Some(why) = self.note_missing(&done.reads)? {
            return Ok(Taken::Not(why));
        }
        self.write(&change.writes)?;
        Ok(Taken::New)
    }

    fn take_read(&mut self, heard: &Heard) -> Result<Taken, Fault> {
        let (what, number) = ("link", heard.link);
        let newest = read_links::newest(self.view())?;
        let last = newest.map_or(0, |newest| newest.link);
        if number <= last {
            let is_same = read_links::is(self.view(), number, &heard.hash)?;
            return Ok(if is_same {
                Taken::Known
            } else {
                Taken::Not(Differs::Forked { what, number })
            });
        }
        if number != last + 1 {
            return Ok(Taken::Not(Differs::Ahead { what, number, last }));
        }
        if let Some(why) = self.note_missing(&heard.reads)? {
            return Ok(Taken::Not(why));
        }
        let mut notes = vec![Note::Result(heard.result.clone())];
        notes.extend(heard.sessions.iter().cloned().map(Note::Session));
        self.note(&notes)?;
        Ok(Taken::New)
    }

    /// Notes the reads that are not here yet; returns which is here as another one.
    fn note_missing(&mut self, reads: &[NotedRead]) -> Result<Option<Differs>, Fault> {
        let mut missing = Vec::new();
        for read in reads {
            let here: Option<NotedRead> = self.view().find(&[&read.terminal, &read.read])?;
            match here {
                None => missing.push(Write::put(read)),
                Some(here) if here == *read => {}
                Some(_) => {
                    let (what, number) = ("read", read.read);
                    return Ok(Some(Differs::Forked { what, number }));
                }
            }
        }
        self.write(&missing)?;
        Ok(None)
    }
}
