# scenario_053_task_cancel_graphs
# shows: how often each task is asked, and in which order they are woken, when tasks that wait for one another in many ways are cancelled: one of them, two of them, all of them
# covers: CANCEL-04, CANCEL-05, CANCEL-16
import asyncio


class Numbers:
    def __init__(self, seed):
        self.x = seed * 7919 + 17

    def below(self, n):
        self.x = (self.x * 1103515245 + 12345) % 2147483648
        return (self.x // 65536) % n


async def wait_for_them(kind, tasks, futures):
    if kind == 0:
        await futures[0]
    elif kind in (1, 2):
        await tasks[0]
    elif kind in (3, 4):
        await asyncio.gather(*tasks, *futures)
    elif kind == 5:
        await asyncio.gather(futures[0], *tasks)
    elif kind == 6:
        async with asyncio.timeout(100):
            await tasks[0]
    elif kind == 7:
        await asyncio.shield(tasks[0])
    elif kind == 8:
        await asyncio.wait(tasks)
    elif kind == 9:
        async with asyncio.TaskGroup():
            await tasks[0]
    else:
        await asyncio.gather(*tasks, return_exceptions=True)


async def body(i, swallows, kind, tasks, futures):
    try:
        await wait_for_them(kind, tasks, futures)
        print(i, "returns", asyncio.current_task().cancelling())
    except asyncio.CancelledError:
        print(i, "cancelled", asyncio.current_task().cancelling())
        if not swallows:
            raise


async def graph(seed, how):
    loop = asyncio.get_running_loop()
    numbers = Numbers(seed)
    futures = [loop.create_future() for _ in range(4)]
    all = []
    for i in range(10):
        kind = 0 if i < 2 else numbers.below(11)
        swallows = numbers.below(5) == 0
        tasks = []
        if i > 0:
            tasks.append(all[i - 1 - numbers.below(min(i, 3))])
            if numbers.below(2) == 0:
                tasks.append(all[numbers.below(i)])
            if numbers.below(4) == 0:
                tasks.append(all[numbers.below(i)])
        awaited = [futures[numbers.below(4)]]
        all.append(asyncio.create_task(body(i, swallows, kind, tasks, awaited)))
    for _ in range(3):
        await asyncio.sleep(0)
    if how == 0:
        all[9].cancel()
    elif how == 1:
        all[8].cancel()
        all[9].cancel()
    else:
        for t in all:
            t.cancel()
    print("seed", seed, *[t.cancelling() for t in all])
    for _ in range(40):
        await asyncio.sleep(0)
    print("done", *[i for i in range(10) if all[i].done()])
    for f in futures:
        f.cancel()
    for t in all:
        t.cancel()
    for _ in range(40):
        await asyncio.sleep(0)


async def main():
    for how in range(3):
        for seed in range(12):
            await graph(seed, how)


asyncio.run(main())
