"""Say what each model call cost, and by whose price."""

from agenttrace_server.pipeline.price.book import PriceBook, open_price_book, overrides_path
from agenttrace_server.pipeline.price.overrides import Overrides, load_overrides
from agenttrace_server.pipeline.price.rate import Quote, Rate
from agenttrace_server.pipeline.price.stage import price

__all__ = ["Overrides", "PriceBook", "Quote", "Rate", "load_overrides", "open_price_book", "overrides_path", "price"]
