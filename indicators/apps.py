"""Application configuration."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    label = "indicators"
    verbose_name = "Kinerja"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from indicators import (
            account_tasks,
            checks,  # noqa: F401 - registers the system checks
            condition,
            denials,
            menu,
        )
        from indicators.demo import guard  # noqa: F401 - registers a system check
        from indicators.services import (
            disk_warning,
            installation,
            jejak,
            orphans,
            rantai,
            sign_ins,
            stored_file_checks,
            trail_checks,
        )
        from indicators.triggers import TRIGGERS
        from sakip import triggers, waiting_files
        from sakip.jobs.registry import register_daily
        from sakip.keeping.registry import register_recorder
        from sakip.pages import site
        from sakip.sign_in import events, roles

        menu.register(site())
        denials.register(site())
        events.listen(sign_ins.record_event)
        roles.register(account_tasks.holds_one_of)
        account_tasks.register(site())
        user_logged_in.connect(account_tasks.ask_at_sign_in, dispatch_uid="ask_at_sign_in")
        register_daily("uploads.remove_old", waiting_files.remove_old, label="Hapus unggahan yang tidak dilanjutkan")
        disk_warning.register_daily_tasks()
        orphans.register_daily_tasks()
        jejak.register_tasks()
        rantai.register_tasks()
        stored_file_checks.register_checks()
        trail_checks.register_checks()
        register_recorder(installation.record_deed)
        condition.register_conditions()
        triggers.keep(self, TRIGGERS)
