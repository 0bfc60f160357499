"""Properties are tested without a clock: machines are shared, and a slow example is no wrong one."""

import hypothesis

hypothesis.settings.register_profile(
    "shared", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("shared")
