//! `post`: operation documents, JSON Lines, all or nothing.

pub mod document;
mod new_places;
mod preview;

use self::document::Wrong;
use self::new_places::NewPlaces;
use super::failure::Failure;
use super::import::first_time;
use super::place::Place;
use crate::domain::refusal::Refusal;
use crate::operations::answer::{Answer, Verdict};
use crate::operations::request::Request;
use crate::store::{BatchError, Store};
use clap::Args;
use std::fmt::Display;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::PathBuf;

/// What `post` was asked.
#[derive(Debug, Args)]
pub struct Post {
    /// The documents; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Document by document, each reported as it is applied
    #[arg(long)]
    each: bool,
    /// Show the journal lines that each document would post, and apply nothing
    #[arg(long)]
    preview: bool,
    /// Sites and locations that are named and unknown are created
    #[arg(long)]
    create_locations: bool,
}

/// Where documents stand among the requests, and on which lines.
type Own = Vec<(usize, usize)>;

/// A document that was read.
struct Numbered {
    line: usize,
    request: Request,
    /// Whether the document named its date.
    dated: bool,
}

impl Post {
    /// Reads the documents and applies them.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let input = self.open()?;
        let mut store = place.open_to_post()?;
        if self.preview {
            let (requests, own) = self.requests(store.as_ref(), input)?;
            preview::show(store.as_ref(), &requests, &own, self.each)
        } else if self.each {
            self.each(store.as_mut(), input)
        } else {
            self.whole(store.as_mut(), input)
        }
    }

    fn open(&self) -> Result<Box<dyn BufRead>, Failure> {
        if self.file.as_os_str() == "-" {
            return Ok(Box::new(BufReader::new(std::io::stdin())));
        }
        let unreadable =
            |why: &dyn Display| Failure::Data(vec![format!("{} can't be read: {why}", self.file.display())]);
        if self.file.is_dir() {
            return Err(unreadable(&"it is a folder; name a file of documents"));
        }
        match std::fs::File::open(&self.file) {
            Ok(file) => Ok(Box::new(BufReader::new(file))),
            Err(why) => Err(unreadable(&why)),
        }
    }

    /// The documents as requests, with the places that they need before them; and where each document stands among
    /// them, with its line.
    fn requests(&self, store: &dyn Store, input: Box<dyn BufRead>) -> Result<(Vec<Request>, Own), Failure> {
        let (mut documents, mut problems) = (Vec::new(), Vec::new());
        for (line, text) in numbered(input) {
            match text
                .map_err(|why| Wrong::new("", why.to_string()))
                .and_then(|text| document::read(&text))
            {
                Ok(Some((request, dated))) => documents.push(Numbered { line, request, dated }),
                Ok(None) => {}
                Err(wrong) => problems.push(format!("line {line}: {wrong}")),
            }
        }
        if !problems.is_empty() {
            problems.push("Nothing was applied.".to_owned());
            return Err(Failure::Data(problems));
        }
        let mut places = self.places(store)?;
        let (mut requests, mut own) = (Vec::new(), Vec::new());
        for document in documents {
            let request = redated(store, document.request, document.dated)?;
            if let Some(places) = &mut places {
                requests.extend(places.missing(&request));
            }
            own.push((requests.len(), document.line));
            requests.push(request);
        }
        Ok((requests, own))
    }

    /// The whole file or nothing.
    fn whole(&self, store: &mut dyn Store, input: Box<dyn BufRead>) -> Result<(), Failure> {
        let (requests, own) = self.requests(store, input)?;
        let mut out = BufWriter::new(std::io::stdout());
        match store.transact_all(&requests) {
            Ok(answers) => {
                for (at, _) in own {
                    tell(&mut out, &answers[at])?;
                }
                Ok(out.flush()?)
            }
            Err(BatchError::Refused { at, answer }) => {
                tell(&mut out, &answer)?;
                out.flush()?;
                let line = own
                    .iter()
                    .find(|(own, _)| at <= *own)
                    .map_or(0, |(_, line)| *line);
                let whence = format!("line {line}: ");
                Err(answer
                    .refusal
                    .as_ref()
                    .map_or(Failure::Unclean, |refusal| Failure::of(refusal, &whence)))
            }
            Err(BatchError::Store(error)) => Err(error.into()),
        }
    }

    /// Document by document; a bad one does not keep the others back.
    fn each(&self, store: &mut dyn Store, input: Box<dyn BufRead>) -> Result<(), Failure> {
        let mut out = BufWriter::new(std::io::stdout());
        let mut places = self.places(store)?;
        let (mut bad, mut refused) = (Vec::new(), 0);
        for (line, text) in numbered(input) {
            let read = text
                .map_err(|why| Wrong::new("", why.to_string()))
                .and_then(|text| document::read(&text));
            let (request, dated) = match read {
                Ok(Some(found)) => found,
                Ok(None) => continue,
                Err(wrong) => {
                    bad.push(format!("line {line}: {wrong}"));
                    wrong.tell(&mut out)?;
                    continue;
                }
            };
            let request = redated(store, request, dated)?;
            for place in places
                .iter_mut()
                .flat_map(|places| places.missing(&request))
                .collect::<Vec<_>>()
            {
                store.transact(&place)?;
            }
            let answer = store.transact(&request)?;
            tell(&mut out, &answer)?;
            out.flush()?;
            match &answer.refusal {
                Some(refusal @ Refusal::OtherContent { .. }) => bad.push(format!("line {line}: {refusal}")),
                Some(_) => refused += 1,
                None => debug_assert!(answer.verdict != Verdict::Refused),
            }
        }
        match (bad.is_empty(), refused) {
            (false, _) => Err(Failure::Data(bad)),
            (true, 0) => Ok(()),
            (true, refused) => Err(Failure::Refused(format!(
                "{refused} documents were refused; the others were applied."
            ))),
        }
    }

    fn places(&self, store: &dyn Store) -> Result<Option<NewPlaces>, Failure> {
        Ok(if self.create_locations {
            Some(store.read(NewPlaces::of)?)
        } else {
            None
        })
    }
}

/// Lines with their numbers, from 1, without the mark that some editors put before the first. Input that fails ends
/// there; a line that is only no UTF-8 does not.
fn numbered(input: Box<dyn BufRead>) -> impl Iterator<Item = (usize, std::io::Result<String>)> {
    let mut failed = false;
    let lines = input.lines().take_while(move |line| {
        let go_on = !failed;
        failed |= matches!(line, Err(why) if why.kind() != ErrorKind::InvalidData);
        go_on
    });
    (1..).zip(lines).map(|(number, line)| match line {
        Ok(text) if number == 1 => (number, Ok(text.trim_start_matches('\u{feff}').to_owned())),
        line => (number, line),
    })
}

fn tell(out: &mut impl Write, answer: &Answer) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, answer).map_err(std::io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}

/// A document without a date has the date of its first time.
fn redated(store: &dyn Store, request: Request, dated: bool) -> Result<Request, Failure> {
    if dated {
        return Ok(request);
    }
    let first = store.read(|view| first_time(view, &request))?;
    let date = first.map_or(request.date, |first| first.date);
    Ok(Request { date, ..request })
}
