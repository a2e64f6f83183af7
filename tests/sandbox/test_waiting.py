"""Waiting inside the sandbox misses no news."""

import asyncio

from orderdesk.sandbox.waiting import Bell, Lifetime


def test_a_ring_right_after_the_question_is_heard() -> None:
    async def story() -> bool:
        bell, lifetime, news = Bell(), Lifetime(), list[str]()

        def asked() -> bool:
            if not news:
                # Before whoever asks has begun to wait.
                asyncio.get_running_loop().call_soon(tell)
            return bool(news)

        def tell() -> None:
            news.append("held")
            bell.ring()

        return await lifetime.until(asked, bell, 5)

    assert asyncio.run(story())
