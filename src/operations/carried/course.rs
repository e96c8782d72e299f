//! The lines of a store's log in the order in which they are carried, some at a time.

use super::{Begin, Chain, Done, Heard, Line};
use crate::domain::code::{Key, Terminal};
use crate::domain::log::{Logged, NotedRead, ReadLink, ReadResult, Restoration, SavedSession};
use crate::domain::record::{Fault, Range, Record};
use crate::operations::anchor::Anchor;
use crate::operations::request::key_of_read;
use crate::operations::view::View;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How many lines, and about how many bytes of requests, are read at once.
const MOST: usize = 512;
const MOST_BYTES: usize = 1 << 20;
/// More operations than one read asks for.
const MOST_OF_A_READ: usize = 64;

/// A walk along the log and the reads of a store. It can be gone on with in a later state of the store.
#[derive(Clone, Debug)]
pub struct Course {
    chain: Chain,
    /// The last read of each terminal that a line had.
    noted: BTreeMap<Terminal, i64>,
}

/// Some lines.
#[derive(Debug, Default)]
pub struct Page {
    /// The lines.
    pub lines: Vec<Line>,
    /// Whether the state that was read holds nothing behind them.
    pub is_last: bool,
    bytes: usize,
    /// The saved work of the terminals whose reads are among the lines.
    sessions: BTreeMap<Terminal, Vec<SavedSession>>,
}

impl Page {
    const fn is_full(&self) -> bool {
        MOST <= self.lines.len() || MOST_BYTES <= self.bytes
    }
}

impl Course {
    /// Begins where a log does.
    pub fn of(begin: &Begin) -> Self {
        Self::behind(Chain::of(begin))
    }

    /// Begins behind lines that were read before.
    pub const fn behind(chain: Chain) -> Self {
        let noted = BTreeMap::new();
        Self { chain, noted }
    }

    /// Returns how far it came.
    pub const fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Returns an anchor of how far it came; `None` where that is nowhere.
    ///
    /// # Errors
    /// A [`Fault`] where the store can't be read.
    pub fn end(&self, view: &dyn View) -> Result<Option<Anchor>, Fault> {
        let Chain { operation, reads } = self.chain.clone();
        let generation = view.last(Restoration::TABLE)?;
        Ok((0 < operation.0).then(|| Anchor {
            operation,
            generation,
            reads: Some(reads).filter(|reads| 0 < reads.0),
            signature: None,
        }))
    }

    /// Returns the next lines: an operation comes before the result of the read that asked for it, as that is known by the
    /// operation if the lines are cut between them.
    ///
    /// # Errors
    /// A [`Fault`] where the store can't be read, or its chains are broken.
    pub fn next(&mut self, view: &dyn View) -> Result<Page, Fault> {
        let mut page = Page::default();
        let range = Range::of::<ReadLink>(&[]).after(&self.chain.reads.0).first(MOST);
        let links: Vec<ReadLink> = view.list(&range)?;
        let are_all = links.len() < MOST;
        for link in links {
            let asked_for = last_of(view, &link)?;
            if !self.operations(view, asked_for, &mut page)? {
                return Ok(page);
            }
            self.read(view, link, &mut page)?;
        }
        page.is_last = are_all && self.operations(view, i64::MAX, &mut page)?;
        Ok(page)
    }

    /// Adds the operations up to one; returns whether there is room for more lines behind it.
    fn operations(&mut self, view: &dyn View, upto: i64, page: &mut Page) -> Result<bool, Fault> {
        while self.chain.operation.0 < upto && !page.is_full() {
            let left = upto - self.chain.operation.0;
            let most = usize::try_from(left).map_or(MOST, |left| left.min(MOST));
            let range = Range::of::<Logged>(&[])
                .after(&self.chain.operation.0)
                .first(most);
            let some: Vec<Logged> = view.list(&range)?;
            if some.is_empty() {
                break;
            }
            for logged in some {
                if page.is_full() {
                    return Ok(false);
                }
                page.bytes += logged.request.len();
                let reads = self.reads_of(view, &logged)?;
                self.add(Line::Operation(Box::new(Done { logged, reads })), page)?;
            }
        }
        Ok(!page.is_full())
    }

    /// Returns the reads that an operation needs and no line had.
    fn reads_of(&mut self, view: &dyn View, logged: &Logged) -> Result<Vec<NotedRead>, Fault> {
        #[derive(Deserialize)]
        struct Asked {
            terminal: Terminal,
            #[serde(default)]
            read: Option<i64>,
        }
        let asked = serde_json::from_str(&logged.request);
        let asked: Asked =
            asked.map_err(|e| Fault::caused(format!("operation {} of the log is damaged", logged.seq), e))?;
        match asked.read {
            Some(read) if !asked.terminal.is_empty() => self.unnoted(view, &asked.terminal, read),
            _ => Ok(Vec::new()),
        }
    }

    fn read(&mut self, view: &dyn View, link: ReadLink, page: &mut Page) -> Result<(), Fault> {
        let ReadLink {
            link,
            terminal,
            read,
            hash,
        } = link;
        let gone = || {
            Fault::new(format!(
                "read {read} of {terminal} has no result although it is linked"
            ))
        };
        let result: ReadResult = view.find(&[&terminal, &read])?.ok_or_else(gone)?;
        let mut reads = self.unnoted(view, &terminal, read)?;
        if reads.is_empty() {
            reads.extend(view.find::<NotedRead>(&[&terminal, &read])?);
        }
        if !page.sessions.contains_key(&terminal) {
            page.sessions.insert(terminal.clone(), view.all(&[&terminal])?);
        }
        let saved = page.sessions.get(&terminal).into_iter().flatten();
        let sessions = saved.filter(|saved| saved.read == read).cloned().collect();
        let heard = Heard {
            link,
            hash,
            result,
            reads,
            sessions,
        };
        self.add(Line::Read(Box::new(heard)), page)
    }

    /// Returns the reads of a terminal up to one that no line had. Where no line of this walk had any, those that have no
    /// result are taken: one that has a result came with it.
    fn unnoted(&mut self, view: &dyn View, terminal: &Terminal, upto: i64) -> Result<Vec<NotedRead>, Fault> {
        let noted = self.noted.get(terminal).copied();
        let before = noted.unwrap_or(0);
        let (mut found, mut number) = (Vec::new(), upto);
        while before < number {
            found.extend(view.find::<NotedRead>(&[terminal, &number])?);
            number -= 1;
            if noted.is_none() && view.find::<ReadResult>(&[terminal, &number])?.is_some() {
                break;
            }
        }
        if before < upto {
            self.noted.insert(terminal.clone(), upto);
        }
        found.reverse();
        Ok(found)
    }

    fn add(&mut self, line: Line, page: &mut Page) -> Result<(), Fault> {
        let followed = self.chain.pass(&line);
        followed.map_err(|why| Fault::caused("the log of the store is not sound", why))?;
        page.lines.push(line);
        Ok(())
    }
}

/// Returns the last operation that a linked read asked for; 0 where it asked for none.
pub(super) fn last_of(view: &dyn View, link: &ReadLink) -> Result<i64, Fault> {
    let first = key_of_read(&link.terminal, link.read, 1);
    let further = format!("{first}:");
    let mut asked_for: Vec<Logged> = view.list(&Range::by(Logged::BY_KEY, &[&first]).first(1))?;
    let behind = Range::by(Logged::BY_KEY, &[]).after(&Key::from(further.as_str()));
    let further_ones: Vec<Logged> = view.list(&behind.first(MOST_OF_A_READ))?;
    asked_for.extend(
        further_ones
            .into_iter()
            .take_while(|it| it.key.as_str().starts_with(&further)),
    );
    Ok(asked_for.iter().map(|it| it.seq).max().unwrap_or(0))
}
