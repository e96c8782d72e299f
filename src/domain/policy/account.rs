//! The accounts that belong to the company as a whole, each kept as a policy `account.NAME`.

/// Declares the accounts: variant, name, default code in the chart that `init` lays down.
macro_rules! company_accounts {
    ($($variant:ident $name:ident = $code:literal;)*) => {
        /// An account of the company as a whole, in the order in which `binledger policies` prints them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum CompanyAccount { $(#[doc = concat!("`", stringify!($name), "`, ", $code, " unless set.")] $variant,)* }

        impl CompanyAccount {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns its name.
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => stringify!($name),)* } }

            /// Returns the key of its policy.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => concat!("account.", stringify!($name)),)* }
            }

            /// Returns its default code, which holds until another is set.
            pub const fn unset(self) -> &'static str { match self { $(Self::$variant => $code,)* } }
        }
    };
}

company_accounts! {
    CustomerControl customer_control = "1100";
    InTransit in_transit = "1310";
    WorkInProcess work_in_process = "1320";
    ServiceAccrual service_accrual = "1330";
    PurchaseTax purchase_tax = "1400";
    SupplierControl supplier_control = "2000";
    Grni grni = "2100";
    LandedCost landed_cost = "2150";
    SalesTax sales_tax = "2200";
    ShippedNotInvoiced shipped_not_invoiced = "2300";
    Revaluation revaluation = "5400";
    Purchases purchases = "5600";
    AssemblyLabour assembly_labour = "5700";
    AssemblyVariance assembly_variance = "5710";
    AssemblyScrap assembly_scrap = "5720";
    ExchangeDifference exchange_difference = "5800";
    Opening opening = "3900";
    IntercompanyReceivable intercompany_receivable = "1150";
    IntercompanyPayable intercompany_payable = "2050";
    IntercompanySales intercompany_sales = "4900";
    IntercompanyCost intercompany_cost = "5900";
}

impl CompanyAccount {
    /// What the keys of these policies begin with.
    pub const PREFIX: &'static str = "account.";

    /// The clearing accounts, whose balances are explained by receipts, transfers and shipments.
    pub const CLEARING: [Self; 4] = [
        Self::Grni,
        Self::InTransit,
        Self::LandedCost,
        Self::ShippedNotInvoiced,
    ];

    /// The accounts that only work orders post to: charts of before have none of them.
    pub const OF_WORK: [Self; 2] = [Self::WorkInProcess, Self::AssemblyScrap];
    /// The accounts of what legal entities sell to each other; a chart needs them where there are several.
    pub const INTERCOMPANY: [Self; 4] = [
        Self::IntercompanyReceivable,
        Self::IntercompanyPayable,
        Self::IntercompanySales,
        Self::IntercompanyCost,
    ];

    /// Returns the account whose policy has that key.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| known.key() == key)
    }

    /// Returns its name in words: with spaces instead of underscores.
    pub fn words(self) -> String {
        self.name().replace('_', " ")
    }
}
