"""The commands about money: prices, and pricing history anew."""

__all__: list[str] = []
