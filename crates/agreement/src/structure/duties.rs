//! The responsibilities of a deal as links look for them: by place, by matter, by paper.

use super::Deal;
use super::trigger::matters;
use super::vocabulary::{PAYMENT, USE, bit};
use crate::tokens::Text;
use onus_terms::{
    Actor, Area, Basis, Consequence, ConsequenceKind, Digest, DocumentText, Kind, Link, Responsibility, Span,
};
use std::collections::BTreeMap;

/// The duties of the deal as the links see them.
pub(super) struct Duties<'a> {
    pub(super) deal: &'a Deal<'a>,
    /// Places in this paper, in order.
    pub(super) places: Vec<(Span, usize)>,
    /// The matters of each duty.
    pub(super) matters: Vec<u32>,
    /// The duties in each matter, by bit.
    pub(super) by_matter: BTreeMap<u32, Vec<usize>>,
    /// The duties of each paper, without conditions.
    pub(super) by_paper: BTreeMap<Digest, Vec<usize>>,
}

impl<'a> Duties<'a> {
    pub(super) fn of(document: &DocumentText, deal: &'a Deal<'a>) -> Self {
        let mut places = Vec::new();
        let mut all = Vec::new();
        let mut by_matter: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let mut by_paper: BTreeMap<Digest, Vec<usize>> = BTreeMap::new();
        let mut text = Text::default();
        for (at, duty) in deal.responsibilities.iter().enumerate() {
            let told = std::iter::once(&duty.citation).chain(&duty.also);
            let here = told.filter(|citation| citation.document == document.digest);
            places.extend(here.map(|citation| (citation.place.span, at)));
            text.read(&duty.act);
            let own = fitting(duty, matters(text.plain(0..text.tokens.len())));
            for matter in (0..u32::BITS).map(|shift| 1 << shift).filter(|matter| own & matter != 0) {
                by_matter.entry(matter).or_default().push(at);
            }
            all.push(own);
            if duty.kind != Kind::Condition {
                by_paper.entry(duty.citation.document).or_default().push(at);
            }
        }
        places.sort_unstable();
        Duties { deal, places, matters: all, by_matter, by_paper }
    }

    /// The duties whose words begin inside some characters of this paper.
    pub(super) fn inside(&self, span: Span) -> impl Iterator<Item = usize> {
        let from = self.places.partition_point(|(place, _)| place.start < span.start);
        let rest = self.places.get(from..).unwrap_or(&[]).iter();
        rest.take_while(move |(place, _)| place.start < span.end).map(|(_, duty)| *duty)
    }

    pub(super) fn duty(&self, at: usize) -> Option<&'a Responsibility> {
        self.deal.responsibilities.get(at)
    }

    /// What is lost where a condition is not met.
    pub(super) fn conditions(&self, document: &DocumentText) -> impl Iterator<Item = Consequence> {
        let conditions = self.deal.responsibilities.iter().enumerate();
        let own =
            conditions.filter(|(_, duty)| duty.kind == Kind::Condition && duty.citation.document == document.digest);
        own.map(|(at, duty)| Consequence {
            kind: ConsequenceKind::LostRemedy,
            actor: Actor::Automatic,
            trigger: "the condition is not met".to_owned(),
            citation: duty.citation.clone(),
            lead_in: duty.lead_in.clone(),
            general: false,
            links: vec![Link { responsibility: at, basis: Basis::Clause, through: None }],
        })
    }
}

/// The matters that fit what a duty is: payment is a duty to act, and use is forbidden.
fn fitting(duty: &Responsibility, mut matters: u32) -> u32 {
    let (payment, used) = (bit(PAYMENT), bit(USE));
    if duty.kind != Kind::Must || !duty.areas.contains(&Area::Commercial) {
        matters &= !payment;
    }
    if duty.kind != Kind::MustNot || !duty.areas.iter().take(1).any(|area| *area == Area::Use) {
        matters &= !used;
    }
    if duty.kind == Kind::Condition { 0 } else { matters }
}
