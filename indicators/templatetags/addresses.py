"""Where a template finds the page of what it shows."""

from django import template

from sakip.pages import change_url

register = template.Library()
register.filter("change_url", change_url)
