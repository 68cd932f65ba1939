"""Count what a model call used one way everywhere: tokens inclusive, as integers, unknown as None."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """What one model call used. Inclusive: `input` holds the cache parts, `output` holds the reasoning.

    None means "the emitter did not say", which is not the same as 0.
    """

    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_tokens: int | None = None
    """All tokens written to the provider's cache, whatever their lifetime."""
    cache_write_1h_tokens: int | None = None
    """The part of `cache_write_tokens` that was written with the one-hour lifetime."""
    reasoning_tokens: int | None = None
    input_audio_tokens: int | None = None
    output_audio_tokens: int | None = None
    cache_read_audio_tokens: int | None = None
    """The part of both `cache_read_tokens` and `input_audio_tokens`: audio that was read from the cache."""
    input_image_tokens: int | None = None
    output_image_tokens: int | None = None
    web_searches: int | None = None
    """Searches that the provider ran on its own side and charges for, beside the tokens."""
    file_searches: int | None = None
    """The same in files that the provider stores."""

    @property
    def total_tokens(self) -> int | None:
        """Input plus output, or None where neither is known."""
        if self.input_tokens is None and self.output_tokens is None:
            return None
        return (self.input_tokens or 0) + (self.output_tokens or 0)
