//! A post that a rule refused as dangerous, kept until the operator confirms it or goes another way.

use crate::domain::code::Key;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::flows::event::Post;
use crate::flows::scanned::Scanned;
use crate::operations::answer::Answer;
use serde::{Deserialize, Serialize};

/// A dangerous refusal that waits for a confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    /// The post as it was refused.
    pub(super) post: Post,
    /// Why.
    pub(super) refusal: Refusal,
    /// The key under which it was refused.
    pub(super) key: Key,
    /// The code whose scan led to the post; the same code again confirms.
    pub(super) code: String,
}

impl Pending {
    /// What the job learns when the operator goes another way.
    pub(super) fn into_answer(self) -> Answer {
        Answer::refused(self.key, self.refusal)
    }

    /// The same post, confirmed by the operator.
    pub(super) fn confirmed(&self) -> Post {
        let reason = self.post.reason.clone();
        let reason = reason.or_else(|| Some(format!("confirmed {}", self.refusal.code())));
        Post {
            reason,
            ..self.post.clone()
        }
    }

    /// The post to send again because of this read: the same code, or a supervisor's badge.
    pub(super) fn meets(&self, scanned: &Scanned) -> Option<Post> {
        if let Some(user) = scanned.badge().filter(|user| user.has(Role::Supervisor)) {
            let reason = self.post.reason.clone();
            let reason = reason.or_else(|| Some(format!("approved {}", self.refusal.code())));
            let approved_by = Some(user.badge.clone());
            return Some(Post {
                reason,
                approved_by,
                ..self.post.clone()
            });
        }
        let same = !self.code.is_empty() && scanned.text == self.code;
        same.then(|| self.confirmed())
    }
}
