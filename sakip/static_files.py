"""Static files under hashed names, those that an ES module imports among them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also writes the hashed name into every `import` of a module.

    Without it an imported module keeps its plain name, and with it whatever a browser has cached of an older release.
    A module's name depends on those it imports, so as many passes are needed as modules import one another in a row.
    """

    support_js_module_import_aggregation = True
    max_post_process_passes = 12
