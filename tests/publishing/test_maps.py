"""Maps: pins that would touch are one circle, and a frame is moved and zoomed without loss."""

from __future__ import annotations

from muniment.publishing.maps import Pin, circles
from muniment.publishing.outlines import Frame, around


def test_pins_that_would_touch_are_one_circle_and_lose_no_incident() -> None:
    pins = [Pin(name=f"P{n}", lat=10 + n / 500, lon=20.0, incidents=[f"i{n}"] * (n % 3 + 1)) for n in range(300)]
    frame = around([(pin.lat, pin.lon) for pin in pins])
    drawn = circles(frame, pins)
    assert len(drawn) < 60
    assert sum(len(one.incidents) for one in drawn) == sum(len(pin.incidents) for pin in pins)
    places = [(one.x, one.y) for one in drawn]
    assert all(abs(a[1] - b[1]) >= 13.9 for at, a in enumerate(places) for b in places[at + 1 :])


def test_a_frame_zoomed_in_and_out_is_itself_again() -> None:
    frame = Frame(west=10, south=40, east=14, north=42)
    assert frame.zoomed(0.5).zoomed(2) == frame
    assert frame.zoomed(100).west == -180
