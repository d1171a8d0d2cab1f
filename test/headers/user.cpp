// A source of a program that uses the library with types of an anonymous
// namespace and with lambdas. It is included, as in a unity build.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;

using namespace std::chrono_literals;

namespace {

struct value
{
    explicit value(int x)
        : n(std::make_unique<int>(x))
    {
    }

    std::unique_ptr<int> n;
};

struct resource
{
    asio::awaitable<value> aenter()
    {
        co_return value(1);
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        co_await asyncio::sleep(0s);
    }
};

class named
{
public:
    auto aenter()
    {
        return [name = name_]() -> asio::awaitable<void>
        { co_await asyncio::sleep(0s); };
    }

    asio::awaitable<void> aexit(std::exception_ptr)
    {
        co_return;
    }

private:
    std::string name_ = std::string(100, 'x');
};

struct callable
{
    asio::awaitable<value> operator()() const
    {
        co_return value(2);
    }
};

asio::awaitable<value> give(int n)
{
    co_await asyncio::sleep(0s);
    co_return value(n);
}

asio::awaitable<std::string> text(std::string s)
{
    co_await asyncio::sleep(0s);
    co_return s;
}

asio::awaitable<int, asyncio::executor> fast(int n)
{
    co_await asyncio::sleep(0s);
    co_return n;
}

asio::awaitable<void> children()
{
    auto const lambda = []() -> asio::awaitable<value>
    { co_return value(3); };
    co_await asyncio::gather(give(1), lambda, callable(), fast(1));
    co_await asyncio::gather(asyncio::return_exceptions, give(1), lambda);
    std::vector<asio::awaitable<value>> many;
    many.push_back(give(1));
    many.push_back(lambda());
    co_await asyncio::gather(std::move(many));
    auto a = asyncio::create_task(lambda);
    auto b = asyncio::create_task(callable());
    auto c = asyncio::create_task(give, 5);
    auto d = asyncio::create_task(text("text"));
    co_await asyncio::wait({asyncio::any_task(a), asyncio::any_task(b)});
    co_await asyncio::wait_for(std::move(c).get(), 1s);
    co_await asyncio::wait_for(lambda, 1s);
    co_await asyncio::wait_for(lambda(), 1s);
    co_await asyncio::shield(lambda);
    std::vector<asyncio::task<std::string>> tasks;
    tasks.push_back(std::move(d));
    auto results = asyncio::as_completed(tasks);
    co_await results.next();
    co_await asyncio::timeout(1s, lambda);
    co_await asyncio::timeout(
        1s,
        [](asyncio::timeout_scope& s) -> asio::awaitable<value>
        {
            s.reschedule(std::nullopt);
            co_return value(4);
        });
    asyncio::task_group g;
    co_await asyncio::with(
        g,
        [lambda](asyncio::task_group& group) -> asio::awaitable<void>
        {
            group.create_task(lambda);
            group.create_task(give(1));
            co_return;
        });
}

asio::awaitable<void> operations()
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 0s);
    co_await asyncio::wait_for(timer.async_wait(asio::deferred), 1s);
    auto chained = timer.async_wait(asio::deferred(
        [](boost::system::error_code e)
        { return asio::deferred.values(e, 1); }));
    co_await asyncio::gather(std::move(chained), asyncio::sleep(0s));
}

asio::awaitable<void> primitives()
{
    asyncio::queue<value> queue(1);
    co_await queue.put(value(1));
    co_await queue.get();
    asyncio::lock lock;
    co_await asyncio::with(
        lock,
        []() -> asio::awaitable<void> { co_await asyncio::sleep(0s); });
    {
        auto const guard = co_await asyncio::scoped(lock);
    }
    asyncio::semaphore semaphore(1);
    co_await semaphore.acquire();
    semaphore.release();
    asyncio::condition condition;
    co_await condition.acquire();
    co_await condition.wait_for([n = 0] { return n == 0; });
    condition.release();
    asyncio::event event;
    event.set();
    co_await event.wait();
    co_await asyncio::with(
        resource(),
        [](value v) -> asio::awaitable<value> { co_return v; });
    co_await asyncio::with(
        named(), []() -> asio::awaitable<void> { co_return; });
    co_await asyncio::with(
        resource(),
        named(),
        [](value v) -> asio::awaitable<value> { co_return v; });
    asyncio::exit_stack stack;
    co_await stack.enter_async_context(named());
    stack.push_async_callback([] { return asyncio::sleep(0s); });
    stack.callback([] {});
    co_await stack.aclose();
    co_await asyncio::to_thread([] { return value(1); });
    auto const f =
        asyncio::get_running_loop().create_future<std::shared_ptr<value>>();
    f.add_done_callback([](auto const&) {});
    f.set_result(std::make_shared<value>(1));
    co_await f.get();
    auto const h = asyncio::get_running_loop().call_later(1s, [] {});
    h.cancel();
}

} // namespace

int use_everything()
{
    asyncio::run(children());
    asyncio::run([]() -> asio::awaitable<void> { co_await operations(); });
    asyncio::run(primitives());
    asio::io_context context;
    auto t = asyncio::create_task(asio::make_strand(context), callable());
    std::move(t).get()([](std::exception_ptr, auto) {});
    asyncio::sleep(0s)(
        asio::bind_executor(context, [](std::exception_ptr) {}));
    auto done = asyncio::sleep(0s)(
        asio::bind_executor(context, asio::use_future));
    context.run();
    done.get();
    return 0;
}
