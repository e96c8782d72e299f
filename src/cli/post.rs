//! `post`: operation documents, JSON Lines, all or nothing; a long file in turns.

mod dimensions;
pub mod document;
mod documents;
mod exact;
mod input;
mod new_places;
mod once;
mod preview;
mod printed;
pub(super) mod proof;
mod strange;
mod text;

use self::document::Wrong;
use self::documents::Documents;
use self::input::Input;
use self::new_places::NewPlaces;
use self::printed::Printed;
use self::proof::{Proof, Proved};
use super::failure::Failure;
use super::import::first_time;
use super::intake::{self, About, Lines, NotApplied};
use super::output::{Shown, Spelling};
use super::place::Place;
use crate::domain::refusal::Refusal;
use crate::operations::answer::{Answer, Verdict};
use crate::operations::request::Request;
use crate::store::{Store, StoreError};
use clap::Args;
use std::fmt::Display;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The arguments of `post`.
#[derive(Debug, Args)]
pub struct Post {
    /// The documents; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    way: Way,
    #[command(flatten)]
    proof: Proof,
    /// Sites and locations that are named and unknown are created
    #[arg(long)]
    create_locations: bool,
}

/// How the documents of a file are taken.
#[derive(Debug, Args)]
struct Way {
    /// Document by document, each reported as it is applied
    #[arg(long)]
    each: bool,
    /// A long file in one transaction too, for which everybody else waits: for quiet hours and empty stores
    #[arg(long, conflicts_with_all = ["each", "preview"])]
    whole: bool,
    /// Show the journal lines that each document would post, and apply nothing
    #[arg(long)]
    preview: bool,
}

impl Post {
    /// Reads the documents and applies them.
    pub fn run(self, place: &Place) -> Result<(), Failure> {
        let input = self.open()?;
        if self.way.preview {
            let store = place.open_to_preview()?;
            let mut documents =
                Documents::read(store.as_ref(), input, (self.create_locations, Proved::default()))?;
            return preview::show(store.as_ref(), &mut documents, self.way.each);
        }
        let mut store = place.open_to_post()?;
        let proved = self.proof.prove(place, store.as_mut())?;
        if self.way.each {
            self.each(store.as_mut(), input, &proved)
        } else {
            self.all(store.as_mut(), &place.store, (input, proved))
        }
    }

    fn open(&self) -> Result<Input, Failure> {
        if self.file.as_os_str() == "-" {
            return Ok(Input::stream(std::io::stdin()));
        }
        let unreadable =
            |why: &dyn Display| Failure::Data(vec![format!("{} can't be read: {why}", self.file.display())]);
        if self.file.is_dir() {
            return Err(unreadable(&"it is a folder; name a file of documents"));
        }
        match std::fs::File::open(&self.file) {
            Ok(file) => Ok(Input::file(file)),
            Err(why) => Err(unreadable(&why)),
        }
    }

    /// Applies the whole file, or nothing; a long one in turns, once all of it is checked.
    fn all(
        &self,
        store: &mut dyn Store,
        path: &Path,
        (input, proved): (Input, Proved),
    ) -> Result<(), Failure> {
        let mut documents = Documents::read(store, input, (self.create_locations, proved))?;
        let total = documents.total();
        let applied = if self.way.whole || total <= intake::WHOLE {
            intake::whole(store, &mut documents)
        } else {
            let digest = documents.digest().to_owned();
            let about = About {
                store: path,
                what: &format!("post {}", self.file.display()),
                digest: &digest,
                total,
                nouns: ("document", "documents"),
            };
            let known = intake::in_turns(store, &mut documents, &about);
            known.map(|known| intake::say(&format!("{total} documents are applied, {known} of them before.")))
        };
        match applied {
            Ok(()) => documents.tell(),
            Err(NotApplied::Failed(failure)) => Err(failure),
            Err(NotApplied::Refused { answer, said }) => {
                let mut out = Shown::new(Spelling::Json);
                tell(&mut out, &answer)?;
                out.flush()?;
                let refusal = answer.refusal.as_ref();
                Err(refusal.map_or(Failure::Unclean, |refusal| Failure::refused(refusal, &said)))
            }
        }
    }

    /// Applies document by document; a bad one does not hold the others back.
    fn each(&self, store: &mut dyn Store, mut input: Input, proved: &Proved) -> Result<(), Failure> {
        let mut out = Shown::new(Spelling::Json);
        let mut places = self.create_locations.then(NewPlaces::default);
        let (mut bad, mut refused) = (Vec::new(), 0);
        while let Some((line, text)) = input.line() {
            let read = text
                .map_err(|why| Wrong::new("", why.to_string()))
                .and_then(|text| document::read(&text));
            let (request, dated) = match admitted(store, read)? {
                Ok(Some(found)) => found,
                Ok(None) => continue,
                Err(wrong) => {
                    bad.push(format!("line {line}: {wrong}"));
                    wrong.tell(&mut out)?;
                    continue;
                }
            };
            let request = proved.approving(redated(store, request, dated)?);
            if let Some(places) = &mut places {
                for place in (*store).read(|view| places.missing(view, &request))? {
                    new_places::create(store, place)?;
                }
            }
            let answer = store.transact(&request)?;
            tell(&mut out, &answer)?;
            out.flush()?;
            match &answer.refusal {
                Some(refusal @ Refusal::OtherContent { .. }) => bad.push(format!("line {line}: {refusal}")),
                Some(_) => refused += 1,
                None => assert!(answer.verdict != Verdict::Refused),
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
}

fn tell(out: &mut impl Write, answer: &Answer) -> Result<(), Failure> {
    Ok(Printed::from(answer).print(out)?)
}

/// What was made of a line: a request, and whether it names its date; `None` for an empty line.
type Read = Result<Option<(Request, bool)>, Wrong>;

/// Refuses an id that only the program gives, and a text that no label carries, unless a document was applied under its
/// id when it still might say so.
fn admitted(store: &dyn Store, read: Read) -> Result<Read, StoreError> {
    let wrong = match read {
        Ok(Some(found)) => match document::reserved(found.0.key.as_str()) {
            Some(why) => Wrong::of_id(found, why),
            None => return Ok(Ok(Some(found))),
        },
        Ok(None) => return Ok(Ok(None)),
        Err(wrong) => wrong,
    };
    let Some(meant) = wrong.meant() else {
        return Ok(Err(wrong));
    };
    let is_known = store.read(|view| first_time(view, &meant.0.key))?.is_some();
    Ok(if is_known {
        Ok(Some(meant.clone()))
    } else {
        Err(wrong)
    })
}

/// Returns the request; if its document has no date and was posted before, with the date it had then.
fn redated(store: &dyn Store, request: Request, dated: bool) -> Result<Request, Failure> {
    if dated {
        return Ok(request);
    }
    let first = store.read(|view| first_time(view, &request.key))?;
    let date = first.map_or(request.date, |first| first.date);
    Ok(Request { date, ..request })
}
