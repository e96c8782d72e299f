//! The journal: balanced entries and the ledger batches that seal them.

use super::amount::Money;
use super::code::{AccountCode, Badge, Channel, SiteCode};
use super::company::AccountKind;
use super::dimension::Dimensions;
use super::time::Time;
use crate::record;
use crate::words;
use chrono::NaiveDate;

words! {
    /// The rule by which an entry was posted.
    pub enum Rule {
        /// Goods received, not invoiced.
        Receipt = "receipt",
        /// Goods that were in stock before the books began.
        Opening = "opening",
        /// Sales and cost of sales.
        Shipment = "shipment",
        /// Sales and cost of sales taken back.
        Return = "return",
        /// A write-off or a find.
        Adjustment = "adjustment",
        /// What a count found or missed.
        Count = "count",
        /// A supplier's bill.
        Invoice = "invoice",
        /// Goods sent back to their vendor.
        SupplierReturn = "supplier_return",
        /// Freight, duty and the like laid on received goods.
        LandedCost = "landed_cost",
        /// What a receipt that was entered late changes in the cost of what left since.
        Backdated = "backdated",
        /// What a receipt makes of goods that were sold before they came.
        Cover = "cover",
        /// Goods on their way to another site.
        TransferOut = "transfer_out",
        /// Goods that arrived from another site.
        TransferIn = "transfer_in",
        /// Goods that never arrived.
        TransferClose = "transfer_close",
        /// Goods made of others.
        Build = "build",
        /// Goods taken apart.
        Unbuild = "unbuild",
        /// Components of a work order that went into process, or came back from it.
        WorkIssue = "work_issue",
        /// What was spoilt in process.
        WorkScrap = "work_scrap",
        /// What was made for a work order.
        WorkReport = "work_report",
        /// What was left in process when a work order was closed.
        WorkClose = "work_close",
        /// A change of a standard cost.
        StandardCost = "standard_cost",
        /// Stock that is revalued or written down.
        Revaluation = "revaluation",
        /// What valuing by another method changes.
        MethodChange = "method_change",
        /// A bill to a customer for what was shipped before.
        SalesInvoice = "sales_invoice",
        /// Stock that enters or leaves the ledger as a whole.
        Integration = "integration",
        /// What a vendor credits, or a customer is credited, without goods.
        CreditNote = "credit_note",
        /// Goods sold to another legal entity, in the books of who sells.
        IntercompanySale = "intercompany_sale",
        /// Goods bought of another legal entity, in the books of who buys.
        IntercompanyPurchase = "intercompany_purchase",
        /// The exact negation of another entry.
        Reversal = "reversal",
    }
}

record! {
    table "entries", key 1, orders [BY_POSTING [posting, site]], append_only true;
    /// The head of a journal entry.
    pub struct Entry {
        /// Its number, without gaps.
        entry: i64,
        /// The logged operation that made it.
        operation: i64,
        /// The (first) movement it values.
        movement: i64,
        /// The rule it was posted by.
        rule: Rule,
        /// The rule of the entry it negates, where it is a reversal.
        negates: Option<i64>,
        /// Document it belongs to.
        document: Option<String>,
        /// The site.
        site: SiteCode,
        /// The item group.
        group_number: i64,
        /// The sales channel; empty if there is none.
        channel: Channel,
        /// The day it is posted to.
        posting: NaiveDate,
        /// When the event happened.
        effective: NaiveDate,
        /// The clock when it was entered.
        entered_at: Time,
    }

    table "entry_lines", key 2, orders [], append_only true;
    /// One line of a journal entry.
    pub struct EntryLine {
        /// The entry.
        entry: i64,
        /// Its place in the entry.
        line: i64,
        /// The account.
        account: AccountCode,
        /// Debit positive, credit negative.
        amount: Money,
        /// What is said of dimensions.
        dimensions: Dimensions,
    }

    table "ledger_batches", key 1, orders [BY_DAY [day, site]], append_only true;
    /// A sealed ledger batch: what the accounting system gets.
    pub struct LedgerBatch {
        /// Its number, without gaps.
        batch: i64,
        /// The posting day it covers.
        day: NaiveDate,
        /// The site it covers.
        site: SiteCode,
        /// The batch it negates.
        reverses: Option<i64>,
        /// When it was sealed.
        sealed_at: Time,
        /// By whom.
        sealed_by: Badge,
        /// The currency of its amounts.
        currency: String,
        /// Entries it covers.
        entries: i64,
        /// Hash of the batch before it; empty for the first.
        previous: String,
        /// SHA-256 over the previous hash, the head and the lines, in hexadecimal.
        hash: String,
        /// The last operation before it was sealed; `None` for batches of older programs.
        operation: Option<i64>,
        /// The hash of that operation.
        log: Option<String>,
    }

    table "ledger_batch_lines", key 2, orders [], append_only true;
    /// One line of a ledger batch: debits and credits of one account by one rule, not netted.
    pub struct LedgerBatchLine {
        /// The ledger batch.
        batch: i64,
        /// Its place.
        line: i64,
        /// The account.
        account: AccountCode,
        /// The account's name when the batch was sealed.
        name: String,
        /// The account's kind when the batch was sealed.
        standing: AccountKind,
        /// The rule, or the document where batches are summarised by document.
        rule: String,
        /// Sum of the debits.
        debit: Money,
        /// Sum of the credits.
        credit: Money,
        /// Journal lines behind it.
        count: i64,
    }

    table "batched_entries", key 1, orders [BY_BATCH [batch]], append_only true;
    /// Which ledger batch an entry is in; an entry without one is pending.
    pub struct BatchedEntry {
        /// The entry.
        entry: i64,
        /// The ledger batch.
        batch: i64,
    }
}
