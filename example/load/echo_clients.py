#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Many clients at once for an echo server, half of which just vanish.

usage: echo_clients.py PORT [COUNT]

COUNT is 200 unless given. Exit code 0 if every client that stayed got its data
back.
"""

import asyncio
import multiprocessing
import os
import socket
import struct
import sys
import time

HOST = "127.0.0.1"
TIME_LIMIT = 60
ROUNDS = 20


async def stay(port, number):
    """Gets everything back, and ends properly."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        for round_ in range(ROUNDS):
            data = os.urandom(1 + (number * 7919 + round_ * 104729) % 20000)
            writer.write(data)
            if await reader.readexactly(len(data)) != data:
                raise ValueError("other data came back")
            await asyncio.sleep(0.001 * (number % 7))
        writer.write_eof()
        if await reader.read():
            raise ValueError("more data came back")
    finally:
        writer.close()


async def reset(port):
    """Is gone in the middle of a transfer, with a reset."""
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(os.urandom(10000))
    await reader.readexactly(5000)
    writer.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def abandon(port):
    """Sends much, reads nothing, and closes."""
    _, writer = await asyncio.open_connection(HOST, port)
    writer.write(os.urandom(1000000))
    await asyncio.sleep(0.2)
    writer.transport.abort()


def hang(port, count, ready):
    """Holds connections with data under way until the process is killed."""
    clients = [socket.create_connection((HOST, port)) for _ in range(count)]
    for client in clients:
        client.sendall(b"x" * 1000)
    ready.send(True)
    time.sleep(TIME_LIMIT)


async def run(port, count):
    staying = count - count // 2
    resetting = abandoning = count // 6
    hanging = count - staying - resetting - abandoning

    here, there = multiprocessing.Pipe()
    doomed = multiprocessing.Process(target=hang, args=(port, hanging, there))
    doomed.start()
    try:
        tasks = [asyncio.ensure_future(stay(port, i)) for i in range(staying)]
        tasks += [asyncio.ensure_future(reset(port)) for _ in range(resetting)]
        tasks += [
            asyncio.ensure_future(abandon(port)) for _ in range(abandoning)]
        results = await asyncio.wait_for(
            asyncio.gather(*tasks, return_exceptions=True), TIME_LIMIT)
        ready = here.poll(TIME_LIMIT)
    finally:
        doomed.kill()
        doomed.join()

    errors = [r for r in results[:staying] if r is not None]
    for error in errors:
        print("client:", repr(error), file=sys.stderr)
    print(f"{staying - len(errors)} of {staying} clients got their data back, "
          f"{count - staying} vanished")
    return 0 if ready and not errors else 1


if __name__ == "__main__":
    if not (2 <= len(sys.argv) <= 3 and all(a.isdigit() for a in sys.argv[1:])):
        sys.exit(__doc__)
    sys.exit(asyncio.run(run(int(sys.argv[1]), int((sys.argv + [200])[2]))))
