# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""The Python side of from_asyncio.cpp: it prints the same."""

# tag::program[]
import asyncio


async def fetch(page, delay):
    await asyncio.sleep(delay)
    return f"<{page}>"


async def main():
    first, second = await asyncio.gather(fetch("a", 0.04), fetch("b", 0.02))
    print(first, second)

    try:
        async with asyncio.timeout(0.02):
            print(await fetch("c", 3600))
    except TimeoutError:
        print("too slow")

    async with asyncio.TaskGroup() as group:
        task = group.create_task(fetch("d", 0.02), name="d")
    print(task.result())


asyncio.run(main())
# end::program[]
