//! Pieces of an opened site as mail holds them, for what hands them to other tools.

use super::{Opened, Request, has_errors, load_theme};
use crate::error::Error;
use crate::model::ItemId;
use crate::render::{self, Scene, ThemeFiles};

/// The HTML of each piece at its address; nothing where the site or its theme has errors, which are in the report then.
///
/// # Errors
/// hub could not run.
pub fn mails(
    request: &Request,
    opened: &mut Opened,
    pieces: &[(ItemId, String)],
) -> Result<Option<Vec<String>>, Error> {
    let Opened { report, found: Some(found) } = opened else { return Ok(None) };
    let Some(theme) = load_theme(&request.root, &found.site, report)? else { return Ok(None) };
    let files = ThemeFiles::of(&theme);
    let (site, plan) = (&found.site, &found.plan);
    let base = &site.settings.base_url;
    let world = render::World { sources: &report.sources, site, plan, theme: &theme, files: &files, base };
    let scene = Scene::new(world);
    let made = pieces.iter().map(|(item, address)| render::in_mail(&scene, *item, address));
    let (mut mails, mut problems) = (Vec::new(), Vec::new());
    for one in made {
        match one {
            Ok(html) => mails.push(html),
            Err(problem) => problems.push(problem),
        }
    }
    drop(scene);
    report.diagnostics.extend(problems);
    Ok((!has_errors(&report.diagnostics)).then_some(mails))
}
