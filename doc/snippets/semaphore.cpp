// Semaphores: how many at once, and how many a second.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asyncio/testing.hpp>

#include <boost/asio/awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

namespace {

int running = 0;
int most = 0;

asio::awaitable<void> download(std::string)
{
    most = std::max(most, ++running);
    co_await asyncio::sleep(10ms);
    --running;
}

// tag::quick_look[]
asio::awaitable<void> fetch(std::string url, asyncio::semaphore& slots)
{
    auto const slot = co_await asyncio::scoped(slots);
    co_await download(url);
}

asio::awaitable<void> fetch_all(std::vector<std::string> urls)
{
    asyncio::semaphore slots(3); // three downloads at a time
    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& g) -> asio::awaitable<void>
        {
            for (auto const& url : urls)
                g.create_task(fetch(url, slots));
            co_return;
        });
}
// end::quick_look[]

// tag::rate[]
// At most `n` a second, whatever the number of tasks that call it.
class rate_limit
{
public:
    explicit rate_limit(std::ptrdiff_t n)
        : permits_(n)
    {
    }

    asio::awaitable<void> pass()
    {
        co_await permits_.acquire();
        // Its place is free again a second later.
        asyncio::get_running_loop().call_later(
            1s, [this] { permits_.release(); });
    }

private:
    asyncio::bounded_semaphore permits_;
};
// end::rate[]

asio::awaitable<void> request(int number, rate_limit& limit)
{
    co_await limit.pass();
    auto const now = asyncio::get_running_loop().time().time_since_epoch();
    std::cout << "request " << number << " at second "
              << std::chrono::duration_cast<std::chrono::seconds>(now).count()
              << '\n';
}

asio::awaitable<void> requests(rate_limit& limit)
{
    std::vector<asio::awaitable<void>> all;
    for (int i = 1; i <= 5; ++i)
        all.push_back(request(i, limit));
    co_await asyncio::gather(std::move(all));
}

} // namespace

int main()
{
    asyncio::run(fetch_all(std::vector<std::string>(8, "a page")));
    std::cout << "at most " << most << " downloads at a time\n";

    // It outlives the loop, whose callbacks refer to it.
    rate_limit limit(2);
    asyncio::virtual_loop().run_until_complete(requests(limit));
}
