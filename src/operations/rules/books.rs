//! The open books of one request: what it is about, and everything looked up once.

mod dimensions;
mod settings;
mod told;

pub(super) use self::settings::Settings;
use crate::domain::catalog::{Item, Kit, Location, Purpose, Site};
use crate::domain::code::{Badge, ItemCode, LocationCode, SiteCode};
use crate::domain::company::{Accounts, Group};
use crate::domain::concession::Concession;
use crate::domain::dimension::Dimensions;
use crate::domain::movement::{Movement, Source};
use crate::domain::policy::Approval;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Layer;
use crate::domain::user::{Role, User};
use crate::operations::change::Halt;
use crate::operations::draft::Draft;
use crate::operations::log::{BOUNDED, DATED, NAMED};
use crate::operations::request::Request;
use crate::operations::site::default_site;
use crate::operations::view::View;
use crate::operations::{closed, group_accounts};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// A request being decided: the draft it goes into and its scope.
pub(super) struct Books<'d, 'v> {
    /// The draft that it is decided into.
    pub draft: &'d mut Draft<'v>,
    /// What is asked.
    pub request: &'d Request,
    /// The operator's record as it was when the books were opened; `None` if nobody is named or the badge is unknown.
    user: Option<User>,
    /// The site it happens at, unless a location says otherwise.
    pub site: SiteCode,
    /// The number that the operation will have in the log.
    pub operation: i64,
    /// The version of the rule book that decides.
    version: i64,
    /// Stock that was or went below zero, to be covered when the operation ends.
    pub below: BTreeSet<(ItemCode, SiteCode)>,
    /// Services of which something was sold before it was billed and comes or came, to be covered when the operation ends,
    /// each with the sales that are covered first.
    pub services: BTreeMap<(ItemCode, SiteCode), BTreeSet<i64>>,
    /// Layers that owe something until the queue is put in order, each with the movement that was taken back.
    pub owing: Vec<(Layer, i64)>,
    /// The day on which it happens, if that is not the day of the request: see [`Books::after`].
    pub effective: Option<NaiveDate>,
    /// The day to post to, if that is not the day of the request: see [`Books::posting_date`].
    pub posting: Option<NaiveDate>,
    /// What the document, or the line of it that is worked on, says of dimensions.
    pub said: Dimensions,
    /// The company's own settings, as far as they were asked for.
    pub settings: Settings,
}

impl<'d, 'v> Books<'d, 'v> {
    /// Opens the books at the site named, else at the operator's, else at the first.
    pub fn open(
        draft: &'d mut Draft<'v>,
        request: &'d Request,
        (operation, version): (i64, i64),
    ) -> Result<Self, Halt> {
        plausible(request)?;
        let (view, settings) = (draft.view(), Settings::default());
        let user = match request.requester.badge() {
            Some(badge) => view.find::<User>(&[badge])?,
            None => None,
        };
        let own = user
            .as_ref()
            .map(|user| &user.site)
            .filter(|site| !site.is_empty());
        let named = request.site.clone().or_else(|| own.cloned());
        let site = if let Some(site) = named {
            let known: Option<Site> = view.find(&[&site])?;
            known
                .ok_or_else(|| Refusal::UnknownSite {
                    site: site.to_string(),
                })?
                .site
        } else {
            default_site(view, settings.policies(view)?)?
        };
        let books = Self {
            draft,
            request,
            user,
            site,
            operation,
            version,
            below: BTreeSet::new(),
            services: BTreeMap::new(),
            owing: Vec::new(),
            effective: None,
            posting: None,
            said: request.dimensions.clone(),
            settings,
        };
        books.vouched()?;
        books.may_say(&request.dimensions)?;
        Ok(books)
    }

    /// Refuses a document that names an approver who may approve nothing. Its operator may be anybody: other systems know
    /// people who have no badge here.
    fn vouched(&self) -> Result<(), Halt> {
        if !self.is_of(NAMED) || !self.request.requester.is_document() {
            return Ok(());
        }
        let Some(badge) = &self.request.approved_by else {
            return Ok(());
        };
        if self.is_approved()? || self.is_of(DATED) && self.vouches(badge, Role::Controller)? {
            return Ok(());
        }
        let (need, badge) = (Role::Supervisor.to_string(), badge.to_string());
        Err(Refusal::RoleNeeded { need, badge }.into())
    }

    /// Returns whether a badge that is not locked has a role.
    fn vouches(&self, badge: &Badge, role: Role) -> Result<bool, Halt> {
        let user: Option<User> = self.view().find(&[badge])?;
        Ok(user.is_some_and(|user| user.has(role) && !user.locked))
    }

    /// Returns whether a controller approves this document, by badge and PIN.
    pub fn is_approved_by_controller(&self) -> Result<bool, Halt> {
        match &self.request.approved_by {
            Some(badge) if self.request.approved_by_pin => self.vouches(badge, Role::Controller),
            _ => Ok(false),
        }
    }

    /// Returns whether the rule book that decides holds codes, people and policies to bounds.
    pub fn is_bounded(&self) -> bool {
        BOUNDED <= self.version
    }

    /// Returns whether a version of the rule book decides, or a later one.
    pub const fn is_of(&self, version: i64) -> bool {
        version <= self.version
    }

    /// Returns the store as it would be.
    pub fn view(&self) -> &dyn View {
        self.draft.view()
    }

    /// Returns the item, or a refusal that names it.
    pub fn item(&self, code: &ItemCode) -> Result<Item, Halt> {
        let item: Option<Item> = self.view().find(&[code])?;
        Ok(item.ok_or_else(|| Refusal::UnknownItem {
            item: code.to_string(),
        })?)
    }

    /// Returns the item, which must be neither a service nor a kit.
    pub fn stock_item(&self, code: &ItemCode) -> Result<Item, Halt> {
        let (item, name) = (self.item(code)?, code.to_string());
        if item.service {
            return Err(Refusal::NoStockItem { item: name }.into());
        }
        if self.is_kit(code)? {
            return Err(Refusal::KitItem { item: name }.into());
        }
        Ok(item)
    }

    /// Returns whether an item is a kit: sold as one, and never in stock itself.
    pub fn is_kit(&self, code: &ItemCode) -> Result<bool, Halt> {
        let first = Range::of::<Kit>(&[code]).first(1);
        Ok(!self.view().list::<Kit>(&first)?.is_empty())
    }

    /// Returns the location, or a refusal that names it.
    pub fn location(&self, code: &LocationCode) -> Result<Location, Halt> {
        let location: Option<Location> = self.view().find(&[code])?;
        Ok(location.ok_or_else(|| Refusal::UnknownLocation {
            location: code.to_string(),
        })?)
    }

    /// Returns the location named, else the first of the site for the purpose.
    pub fn location_or(&self, code: Option<&LocationCode>, purpose: Purpose) -> Result<Location, Halt> {
        if let Some(code) = code {
            return self.location(code);
        }
        let range = Range::by(Location::BY_WALK, &[&self.site, &purpose]).first(1);
        let first = self.view().list::<Location>(&range)?.pop();
        let missing = || Refusal::NoDefault {
            site: self.site.to_string(),
            purpose: purpose.to_string(),
        };
        Ok(first.ok_or_else(missing)?)
    }

    /// Returns the item's group.
    pub fn group(&self, item: &Item) -> Result<Group, Halt> {
        let group: Option<Group> = self.view().find(&[&item.group_number])?;
        Ok(group.ok_or(Refusal::UnknownGroup {
            group: item.group_number,
        })?)
    }

    /// Returns the accounts that an item's group has at a site.
    pub fn accounts(&self, item: &Item, site: &SiteCode) -> Result<Accounts, Halt> {
        Ok(group_accounts::of(self.view(), &self.group(item)?, site)?)
    }

    /// Returns the day to post to at the site of the books.
    pub fn posting_date(&self) -> Result<NaiveDate, Halt> {
        self.posting_date_at(&self.site)
    }

    /// Returns the day to post to at a site: the day it happened, or the first day after it on which the site's books are
    /// open.
    pub fn posting_date_at(&self, site: &SiteCode) -> Result<NaiveDate, Halt> {
        self.open_day_at(site, self.posting.unwrap_or(self.request.date))
    }

    /// Returns `day`, or the first day after it on which the books of a site are open.
    pub fn open_day_at(&self, site: &SiteCode, day: NaiveDate) -> Result<NaiveDate, Halt> {
        let open = day_after(closed::last_at(self.view(), site)?)?;
        Ok(open.map_or(day, |open| open.max(day)))
    }

    /// Returns `day`, or the first day after it on which all books are open.
    pub fn open_day(&self, day: NaiveDate) -> Result<NaiveDate, Halt> {
        let open = day_after(closed::last_of_any(self.view())?)?;
        Ok(open.map_or(day, |open| open.max(day)))
    }

    /// Returns the first day on which the books of the site are open; `None` if they were never closed.
    pub fn first_open_day(&self) -> Result<Option<NaiveDate>, Halt> {
        day_after(closed::last_at(self.view(), &self.site)?)
    }

    /// Makes what the operation does from now on happen no earlier than `origin` did, whatever day it names.
    pub fn after(&mut self, origin: &Movement) {
        let date = self.request.date;
        self.effective = Some(date.max(origin.effective));
        self.posting = Some(date.max(origin.effective).max(origin.posting));
    }

    /// Refuses an operator who has none of the roles. A document has the right of the store's file and needs no role.
    pub fn need(&self, roles: &[Role]) -> Result<(), Halt> {
        let Some(user) = self.need_operator()? else {
            return Ok(());
        };
        if roles.iter().any(|role| user.has(*role)) {
            return Ok(());
        }
        let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
        let (need, badge) = (words.join(" or "), user.badge.to_string());
        Err(Refusal::RoleNeeded { need, badge }.into())
    }

    /// Refuses a terminal where nobody is signed in, and an operator who is unknown or locked; returns who asks at a
    /// terminal, whatever the roles, or `None` for a document.
    pub fn need_operator(&self) -> Result<Option<&User>, Halt> {
        if self.request.requester.is_document() {
            return Ok(None);
        }
        let badge = self.operator().to_string();
        match &self.user {
            None => Err(Refusal::UnknownBadge { badge }.into()),
            Some(user) if user.locked => Err(Refusal::LockedBadge { badge }.into()),
            user => Ok(user.as_ref()),
        }
    }

    /// Returns whether a supervisor approves this one step as a whole: the operator, or somebody else by badge and PIN.
    /// Where the policy `approval` takes the badge alone, it must have been scanned, because anybody can type it.
    pub fn is_approved(&self) -> Result<bool, Halt> {
        let Some(badge) = &self.request.approved_by else {
            return Ok(false);
        };
        let own = self.request.requester.is_document() || badge == self.operator();
        if !own && !self.request.approved_by_pin {
            let badge_alone = !self.is_of(3) || self.policies()?.approval()? == Approval::Badge;
            if !badge_alone || self.request.source == Source::Typed {
                return Ok(false);
            }
        }
        self.vouches(badge, Role::Supervisor)
    }

    /// Returns whether a supervisor accepts what would be refused so. At a terminal an approval covers what the supervisor
    /// was told and nothing else; whoever approves a document approves all that it says.
    pub fn is_accepted(&self, refusal: &Refusal) -> Result<bool, Halt> {
        let is_whole = !self.is_of(NAMED) || self.request.requester.is_document();
        Ok(self.is_approved()? && (is_whole || self.is_named(refusal)))
    }

    /// Returns whether the operator insists on what would be refused so, by confirming it or for a reason; a reason that
    /// is noted because something else was approved is none.
    pub fn is_insisted(&self, refusal: &Refusal) -> bool {
        let Some(reason) = &self.request.reason else {
            return false;
        };
        let noted = |accepted: &Concession| accepted.reason() == *reason;
        !self.is_of(NAMED) || self.is_named(refusal) || !self.request.accepted.iter().any(noted)
    }

    fn is_named(&self, refusal: &Refusal) -> bool {
        let accepted = &self.request.accepted;
        !accepted.is_empty() && accepted.contains(&Concession::of(refusal))
    }

    /// Returns the badge of the operator who asks or whom a document names; empty if there is none.
    pub fn operator(&self) -> &Badge {
        self.request.requester.operator()
    }
}

/// Refuses a day outside any plausible calendar, and words longer than any label or paper has.
fn plausible(request: &Request) -> Result<(), Halt> {
    const LONGEST: usize = 1000;
    if !(1970..=2199).contains(&request.date.year()) {
        let (need, found) = ("a day from 1970 to 2199".into(), request.date.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    let words = [&request.reason, &request.document];
    if words.into_iter().flatten().any(|text| LONGEST < text.len()) {
        let what = format!("a reason or document of more than {LONGEST} bytes");
        return Err(Refusal::TooLarge { what }.into());
    }
    Ok(())
}

/// Returns the first day after a period (`YYYY-MM`), if there is one.
fn day_after(period: Option<String>) -> Result<Option<NaiveDate>, Halt> {
    let Some(period) = period else { return Ok(None) };
    let first = NaiveDate::parse_from_str(&format!("{period}-01"), "%Y-%m-%d").ok();
    let next = first.and_then(|first| first.checked_add_months(Months::new(1)));
    Ok(Some(next.ok_or(Refusal::PeriodClosed { period })?))
}

/// Returns the posting period of a day, `YYYY-MM`.
pub(in crate::operations) fn period_of(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}
