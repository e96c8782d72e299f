//! The layers of a keymap: one for everything, one for each job.

use std::fmt;

macro_rules! layers {
    ($($variant:ident $name:literal $doc:literal;)*) => {
        /// Names the section of a keymap in which a key is looked up; the topmost open layer answers first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Layer { $(#[doc = $doc] $variant,)* }

        impl Layer {
            /// Lists every layer.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Names the layer as keymap files spell their sections.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

layers! {
    Global      "global"      "Is open on every screen, below all others.";
    SignIn      "sign-in"     "Is open while a badge or a PIN is awaited.";
    Home        "home"        "Is open at the home screen.";
    Receive     "receive"     "Is open while goods are received.";
    PutAway     "put-away"    "Is open while goods are put away.";
    Pick        "pick"        "Is open while goods are picked.";
    Pack        "pack"        "Is open while goods are packed.";
    Ship        "ship"        "Is open while parcels are shipped.";
    Move        "move"        "Is open while goods are moved.";
    Transfer    "transfer"    "Is open while goods go between sites.";
    Replenish   "replenish"   "Is open while pick faces are refilled.";
    Return      "return"      "Is open while a return is taken in.";
    Count       "count"       "Is open while goods are counted.";
    Reconcile   "reconcile"   "Is open while a supervisor looks at count differences.";
    Ledger      "ledger"      "Is open while a controller looks at the books.";
    Inquire     "inquire"     "Is open while stock is looked up.";
    Diagnostics "diagnostics" "Is open while scanner, screen and bell are tested.";
    Calibrate   "calibrate"   "Is open while a scanner is set up.";
    Help        "help"        "Is open over everything while help is shown.";
}

impl Layer {
    /// Finds the layer that keymap files call `name`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|layer| layer.name() == name)
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
