"""Which proxy the environment names for an address."""

import os


def proxy_for(address):
    """The proxy as the environment's *_proxy variables write it, None if there is none for this Address."""
    if not any(name.lower().endswith('_proxy') for name in os.environ):
        return None
    import urllib.request  # here, as it takes a fifth of the time that all of our own start takes

    proxies = urllib.request.getproxies()
    text = proxies.get(address.scheme) or proxies.get('all')
    return text if text and not urllib.request.proxy_bypass(address.host) else None
