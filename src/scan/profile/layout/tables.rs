//! What each layout writes for the keys that a scanner presses.
//!
//! The keys stand in the order of an American keyboard, row by row from the top left; keys it does not have are left
//! out, since no scanner presses them. Facts from the layouts of the X keyboard database, without and with Shift.

/// The characters of a layout's keys.
#[derive(Debug)]
pub struct Keys {
    /// Without Shift.
    pub plain: &'static str,
    /// With Shift.
    pub shifted: &'static str,
    /// The accents of dead keys, which wait for the next key and go on top of its letter.
    pub dead: &'static str,
}

impl Keys {
    /// Returns what an American keyboard has where this layout has `written`.
    pub fn key(&self, written: char) -> Option<u8> {
        let on = |row: &str, us: &str| {
            let place = row.chars().position(|key| key == written)?;
            us.as_bytes().get(place).copied()
        };
        on(self.plain, US.plain).or_else(|| on(self.shifted, US.shifted))
    }

    /// Returns what this layout has where an American keyboard has `key`.
    pub fn written(&self, key: u8) -> Option<char> {
        let on = |us: &str, row: &str| row.chars().nth(us.bytes().position(|known| known == key)?);
        on(US.plain, self.plain).or_else(|| on(US.shifted, self.shifted))
    }

    /// Returns what the same key has with Shift instead of without, or vice versa.
    pub fn other(&self, written: char) -> Option<char> {
        let over = |from: &str, to: &str| to.chars().nth(from.chars().position(|key| key == written)?);
        over(self.plain, self.shifted).or_else(|| over(self.shifted, self.plain))
    }
}

/// American, the one that scanners assume.
pub const US: Keys = Keys {
    plain: "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./",
    shifted: "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
    dead: "",
};

/// Belgian.
pub const BE: Keys = Keys {
    plain: "²&é\"'(§è!çà)-azertyuiop^$µqsdfghjklmùwxcvbn,;:=",
    shifted: "³1234567890°_AZERTYUIOP¨*£QSDFGHJKLM%WXCVBN?./+",
    dead: "^¨",
};

/// Brazilian, of the standard ABNT 2.
pub const BR_ABNT2: Keys = Keys {
    plain: "'1234567890-=qwertyuiop´[]asdfghjklç~zxcvbnm,.;",
    shifted: "\"!@#$%¨&*()_+QWERTYUIOP`{}ASDFGHJKLÇ^ZXCVBNM<>:",
    dead: "´`¨~^",
};

/// Canadian French.
pub const CA_FR: Keys = Keys {
    plain: "#1234567890-=qwertyuiop^¸<asdfghjkl;`zxcvbnm,.é",
    shifted: "|!\"/$%?&*()_+QWERTYUIOP^¨>ASDFGHJKL:`ZXCVBNM'.É",
    dead: "^¸¨`",
};

/// Swiss German.
pub const CH: Keys = Keys {
    plain: "§1234567890'^qwertzuiopü¨$asdfghjklöäyxcvbnm,.-",
    shifted: "°+\"*ç%&/()=?`QWERTZUIOPè!£ASDFGHJKLéàYXCVBNM;:_",
    dead: "^¨`",
};

/// Swiss French.
pub const CH_FR: Keys = Keys {
    plain: "§1234567890'^qwertzuiopè¨$asdfghjkléàyxcvbnm,.-",
    shifted: "°+\"*ç%&/()=?`QWERTZUIOPü!£ASDFGHJKLöäYXCVBNM;:_",
    dead: "^¨`",
};

/// Czech.
pub const CZ: Keys = Keys {
    plain: ";+ěščřžýáíé=´qwertzuiopú)¨asdfghjklů§yxcvbnm,.-",
    shifted: "˚1234567890%ˇQWERTZUIOP/('ASDFGHJKL\"!YXCVBNM?:_",
    dead: "´¨˚ˇ",
};

/// German.
pub const DE: Keys = Keys {
    plain: "^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-",
    shifted: "°!\"§$%&/()=?`QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_",
    dead: "^´`",
};

/// Danish.
pub const DK: Keys = Keys {
    plain: "½1234567890+´qwertyuiopå¨'asdfghjklæøzxcvbnm,.-",
    shifted: "§!\"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLÆØZXCVBNM;:_",
    dead: "´¨`^",
};

/// Estonian.
pub const EE: Keys = Keys {
    plain: "ˇ1234567890+´qwertyuiopüõ'asdfghjklöäzxcvbnm,.-",
    shifted: "~!\"#¤%&/()=?`QWERTYUIOPÜÕ*ASDFGHJKLÖÄZXCVBNM;:_",
    dead: "ˇ´~`",
};

/// Spanish.
pub const ES: Keys = Keys {
    plain: "º1234567890'¡qwertyuiop`+çasdfghjklñ´zxcvbnm,.-",
    shifted: "ª!\"·$%&/()=?¿QWERTYUIOP^*ÇASDFGHJKLÑ¨ZXCVBNM;:_",
    dead: "`´^¨",
};

/// French.
pub const FR: Keys = Keys {
    plain: "²&é\"'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!",
    shifted: "~1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§",
    dead: "^¨",
};

/// British.
pub const GB: Keys = Keys {
    plain: "`1234567890-=qwertyuiop[]#asdfghjkl;'zxcvbnm,./",
    shifted: "¬!\"£$%^&*()_+QWERTYUIOP{}~ASDFGHJKL:@ZXCVBNM<>?",
    dead: "",
};

/// Croatian.
pub const HR: Keys = Keys {
    plain: "¸1234567890'+qwertzuiopšđžasdfghjklčćyxcvbnm,.-",
    shifted: "¨!\"#$%&/()=?*QWERTZUIOPŠĐŽASDFGHJKLČĆYXCVBNM;:_",
    dead: "¸¨",
};

/// Hungarian.
pub const HU: Keys = Keys {
    plain: "0123456789öüóqwertzuiopőúűasdfghjkléáyxcvbnm,.-",
    shifted: "§'\"+!%/=()ÖÜÓQWERTZUIOPŐÚŰASDFGHJKLÉÁYXCVBNM?:_",
    dead: "",
};

/// Italian.
pub const IT: Keys = Keys {
    plain: "\\1234567890'ìqwertyuiopè+ùasdfghjklòàzxcvbnm,.-",
    shifted: "|!\"£$%&/()=?^QWERTYUIOPé*§ASDFGHJKLç°ZXCVBNM;:_",
    dead: "",
};

/// Spanish of Latin America.
pub const LATAM: Keys = Keys {
    plain: "|1234567890'¿qwertyuiop´+}asdfghjklñ{zxcvbnm,.-",
    shifted: "°!\"#$%&/()=?¡QWERTYUIOP¨*]ASDFGHJKLÑ[ZXCVBNM;:_",
    dead: "´¨",
};

/// Dutch.
pub const NL: Keys = Keys {
    plain: "@1234567890/°qwertyuiop¨*<asdfghjkl+´zxcvbnm,.-",
    shifted: "§!\"#$%&_()'?~QWERTYUIOP^|>ASDFGHJKL±`ZXCVBNM;:=",
    dead: "¨´~^`",
};

/// Norwegian.
pub const NO: Keys = Keys {
    plain: "|1234567890+\\qwertyuiopå¨'asdfghjkløæzxcvbnm,.-",
    shifted: "§!\"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLØÆZXCVBNM;:_",
    dead: "¨`^",
};

/// Portuguese.
pub const PT: Keys = Keys {
    plain: "\\1234567890'«qwertyuiop+´~asdfghjklçºzxcvbnm,.-",
    shifted: "|!\"#$%&/()=?»QWERTYUIOP*`^ASDFGHJKLÇªZXCVBNM;:_",
    dead: "´~`^",
};

/// Swedish.
pub const SE: Keys = Keys {
    plain: "§1234567890+´qwertyuiopå¨'asdfghjklöäzxcvbnm,.-",
    shifted: "½!\"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLÖÄZXCVBNM;:_",
    dead: "´¨`^",
};

/// Slovak.
pub const SK: Keys = Keys {
    plain: ";+ľščťžýáíé=´qwertzuiopúäňasdfghjklô§yxcvbnm,.-",
    shifted: "˚1234567890%ˇQWERTZUIOP/()ASDFGHJKL\"!YXCVBNM?:_",
    dead: "´˚ˇ",
};

/// Turkish.
pub const TR: Keys = Keys {
    plain: "\"1234567890*-qwertyuıopğü,asdfghjklşizxcvbnmöç.",
    shifted: "é!'^+%&/()=?_QWERTYUIOPĞÜ;ASDFGHJKLŞİZXCVBNMÖÇ:",
    dead: "",
};

/// American with accents.
pub const US_INTL: Keys = Keys {
    plain: "`1234567890-=qwertyuiop[]\\asdfghjkl;´zxcvbnm,./",
    shifted: "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:¨ZXCVBNM<>?",
    dead: "`´~^¨",
};

/// Accents, the characters they go on, and the results. Facts from the compose file of X for UTF-8 locales, where an
/// accent and an ASCII character give one character; other systems know a subset of these.
pub const COMPOSED: [(char, &str, &str); 8] = [
    (
        '^',
        "123AEIOUaeiouCcSsYyZz0456789+-=()GgHhJjWw.",
        "¹²³ÂÊÎÔÛâêîôûĈĉŜŝŶŷẐẑ⁰⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ĜĝĤĥĴĵŴŵ·",
    ),
    ('`', "AEIOUaeiouNnYyWwVv", "ÀÈÌÒÙàèìòùǸǹỲỳẀẁǛǜ"),
    (
        '´',
        "AEIOUYaeiouyCcLlNnRrSsZzGgKkMmPpWwVv",
        "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǴǵḰḱḾḿṔṕẂẃǗǘ",
    ),
    ('~', "ANOanoIiUuEeyYVv=<>", "ÃÑÕãñõĨĩŨũẼẽỹỸṼṽ≃≲≳"),
    // The apostrophe stands twice: X writes a combining mark, others the Greek mark.
    ('¨', "AEIOUaeiouyYHhWwXxt''", "ÄËÏÖÜäëïöüÿŸḦḧẄẅẌẍẗ\u{344}\u{385}"),
    ('˚', "AaUuyw", "ÅåŮůẙẘ"),
    (
        'ˇ',
        "CcDdEeLlNnRrSsTtZzAaIiOoUuGgKkjHhVv()+-=0123456789",
        "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǦǧǨǩǰȞȟǙǚ₍₎₊₋₌₀₁₂₃₄₅₆₇₈₉",
    ),
    ('¸', "CcGgKkLlNnRrSsTtEeDdHh", "ÇçĢģĶķĻļŅņŖŗŞşŢţȨȩḐḑḨḩ"),
];
