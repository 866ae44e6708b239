"""What a request says of the way that it came, taken from all but the proxies of TRUSTED_PROXIES."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sakip.network import is_from_proxy

# By these a proxy says that its client came by https; gunicorn reads all three, and believes a local peer.
_SCHEMES = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PROTOCOL", "HTTP_X_FORWARDED_SSL")
_ADDRESSES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED")


class ForwardedMiddleware:
    """Takes from whoever is no proxy of ours what only a proxy may say; it stands before all that might believe it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_from_proxy(request):
            _forget(request)
        return self.get_response(request)


def _forget(request: HttpRequest) -> None:
    said = [request.META.pop(name, None) for name in (*_SCHEMES, *_ADDRESSES)]
    if any(said[: len(_SCHEMES)]):
        request.META["wsgi.url_scheme"] = "http"
