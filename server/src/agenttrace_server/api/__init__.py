"""REST, WebSocket, SSE and the web application, over `query`."""
