//! What the workspace knows of the agreement that is watched, and how it learns a further version.

use crate::adding::{NewVersion, record};
use crate::arguments::Watch;
use crate::diff::Side;
use crate::papers::documents;
use crate::problem::Problem;
use crate::reading;
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_assess::fact::AgreementVersion;
use onus_terms::{AgreementId, Digest, Responsibility};
use std::path::Path;

/// Where versions are recorded, if anywhere.
pub(super) enum Room {
    /// Nowhere: they are only told.
    None,
    /// As an agreement that begins with the first of them.
    New(Box<Workspace>),
    /// As further versions of an agreement.
    Known(Box<Known>),
}

impl Room {
    pub(super) fn open(given: &Watch, open: &dyn Fn() -> Result<Workspace, Problem>) -> Result<Self, Problem> {
        let Some(agreement) = &given.agreement else {
            let what = "say which agreement these versions belong to, or only look at them with --dry-run";
            return if given.dry_run { Ok(Room::None) } else { Err(Problem::User(what.to_owned())) };
        };
        let workspace = open()?;
        if workspace.versions(agreement).is_empty() && given.provider.is_some() && given.title.is_some() {
            return Ok(Room::New(Box::new(workspace)));
        }
        Ok(Room::Known(Box::new(Known::open(agreement, given, workspace)?)))
    }

    pub(super) fn workspace(&self) -> Option<&Workspace> {
        match self {
            Room::None => None,
            Room::New(workspace) => Some(workspace),
            Room::Known(known) => Some(&known.workspace),
        }
    }

    /// What the first published version is compared with.
    pub(super) fn side(&self, given: &Watch) -> Result<Option<Side>, Problem> {
        let Room::Known(known) = self else { return Ok(None) };
        known.side(given).map(Some)
    }

    /// The digest of the watched paper as it was last recorded.
    pub(super) fn digest(&self) -> Option<Digest> {
        let Room::Known(known) = self else { return None };
        known.last.papers.get(known.paper).map(|paper| paper.document)
    }

    /// What the other papers of the agreement say.
    pub(super) fn others(&self) -> Vec<Responsibility> {
        let Room::Known(known) = self else { return Vec::new() };
        known.others.clone()
    }

    /// Records a version, where versions are recorded; gives back its number.
    pub(super) fn add(
        &mut self,
        given: &Watch,
        bytes: Vec<u8>,
        at: Timestamp,
        name: &str,
        origin: &str,
    ) -> Result<Option<u32>, Problem> {
        if given.dry_run {
            return Ok(None);
        }
        match (std::mem::replace(self, Room::None), &given.agreement) {
            (Room::Known(mut known), _) => {
                let number = known.add(given, bytes, at, origin)?;
                *self = Room::Known(known);
                Ok(Some(number))
            }
            (Room::New(mut workspace), Some(agreement)) => {
                let version = NewVersion {
                    version_of: None,
                    begins: Some(agreement),
                    provider: given.provider.as_deref(),
                    title: given.title.as_deref(),
                    papers: vec![(name.to_owned(), bytes)],
                    effective: at,
                    by: given.by.as_deref(),
                    source: Some(origin),
                };
                let number = record(&mut workspace, version, &given.reading)?.version;
                *self = Room::Known(Box::new(Known::open(agreement, given, *workspace)?));
                Ok(Some(number))
            }
            _ => Ok(None),
        }
    }
}

/// The agreement as the workspace has it.
pub(super) struct Known {
    workspace: Workspace,
    last: AgreementVersion,
    pub(super) effective: Timestamp,
    /// Which of its papers is published there.
    paper: usize,
    /// What its other papers say.
    others: Vec<onus_terms::Responsibility>,
}

impl Known {
    fn open(agreement: &AgreementId, given: &Watch, workspace: Workspace) -> Result<Self, Problem> {
        let versions = workspace.versions(agreement);
        let Some(last) = versions.last() else {
            return Err(Problem::User(format!(
                "there is no agreement `{agreement}`; begin it with its first published version by --provider and --title, or \
                 add another with `onus agreement add FILE --effective DATE`"
            )));
        };
        let (last, effective) = (last.fact.clone(), last.stamp.at);
        let names: Vec<&str> = last.papers.iter().map(|paper| paper.name.as_str()).collect();
        let paper = match (&given.paper, names.as_slice()) {
            (None, [_]) => Some(0),
            (None, _) => None,
            (Some(wanted), _) => names.iter().position(|name| name == wanted),
        };
        let Some(paper) = paper else {
            return Err(Problem::User(format!(
                "say which paper of `{agreement}` is published there: --paper, one of {}",
                names.join(", ")
            )));
        };
        let mut others = Vec::new();
        for (at, (name, document)) in documents(&workspace, &last)?.into_iter().enumerate() {
            if at != paper {
                others.extend(reading::read(Path::new(name), &document, &given.reading.options())?.responsibilities);
            }
        }
        Ok(Known { workspace, last, effective, paper, others })
    }

    fn side(&self, given: &Watch) -> Result<Side, Problem> {
        let mut readings = self.others.clone();
        if let Some((name, document)) = documents(&self.workspace, &self.last)?.into_iter().nth(self.paper) {
            readings.extend(reading::read(Path::new(name), &document, &given.reading.options())?.responsibilities);
        }
        Ok(Side { name: format!("{}@{}", self.last.agreement, self.last.version), readings })
    }

    /// Records a new version: this paper with new bytes, the others as they were.
    fn add(&mut self, given: &Watch, bytes: Vec<u8>, at: Timestamp, origin: &str) -> Result<u32, Problem> {
        let mut papers = Vec::new();
        for (number, paper) in self.last.papers.iter().enumerate() {
            let same = number != self.paper;
            let bytes = if same { self.workspace.vault.read(&paper.document)? } else { bytes.clone() };
            papers.push((paper.name.clone(), bytes));
        }
        let version = NewVersion {
            version_of: Some(&self.last.agreement),
            begins: None,
            provider: None,
            title: None,
            papers,
            effective: at,
            by: given.by.as_deref(),
            source: Some(origin),
        };
        let added = record(&mut self.workspace, version, &given.reading)?;
        if let Some(last) = self.workspace.versions(&self.last.agreement).last() {
            self.last = last.fact.clone();
        }
        Ok(added.version)
    }
}
