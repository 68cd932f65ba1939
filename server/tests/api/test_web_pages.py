"""The web application: one page for every deep link, files as they were built, words when nothing was built."""

from __future__ import annotations

import pytest


@pytest.fixture
def build(tmp_path):
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    page = '<!doctype html><html><head><base href="/" /><title>t</title></head><body></body></html>'
    (folder / "index.html").write_text(page)
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "assets" / "app-1a2b.js").write_text("let a = 1;" * 200)
    (tmp_path / "secret.txt").write_text("secret")
    return folder


def test_without_a_build_the_root_says_so_in_words(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "make web" in response.text


@pytest.mark.parametrize(
    "path",
    ["/", "/p/default/traces/abc", "/p/my.project/traces/x.y", "/settings", "/p/x/sessions/" + "a" * 9000],
    ids=lambda path: path[:40],
)
def test_every_deep_link_is_the_page_with_its_base_set(house, build, path):
    response = house.client(web_dir=build).get(path)
    assert '<head><base href="/"><title>' in response.text
    assert response.headers["cache-control"] == "no-cache"
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]


def test_behind_a_prefix_the_base_is_the_prefix(house, build):
    response = house.client(web_dir=build, root_path="/at").get("/p/x/traces")
    assert '<head><base href="/at/"><title>' in response.text


def test_assets_are_kept_forever_and_travel_compressed(house, build):
    response = house.client(web_dir=build).get("/assets/app-1a2b.js")
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-encoding"] == "gzip"


def test_other_files_are_asked_for_again(house, build):
    response = house.client(web_dir=build).get("/favicon.svg")
    assert (response.text, response.headers["cache-control"]) == ("<svg/>", "no-cache")


@pytest.mark.parametrize(
    "path",
    ["/favicon.ico", "/assets/gone.js", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/api/v1/gone", "/v1/x", "/x%00.js"],
)
def test_what_was_not_shipped_is_not_found(house, build, path):
    response = house.client(web_dir=build).get(path)
    assert response.status_code == 404
    assert "secret" not in response.text.replace("secret.txt", "")
    assert response.headers["content-type"] == "application/problem+json"
