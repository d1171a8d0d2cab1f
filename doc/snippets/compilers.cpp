// Forms that every supported compiler translates as they are meant.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
using namespace std::chrono_literals;

asio::awaitable<int> size(std::string s)
{
    co_await asyncio::sleep(1ms);
    co_return static_cast<int>(s.size());
}

asio::awaitable<int> total(std::vector<std::string> words)
{
    int sum = 0;
    for (auto const& word : words)
        sum += co_await size(word);
    co_return sum;
}

struct entry
{
    std::string name;
    int count;
};

// tag::bodies[]
asio::awaitable<void> bodies(std::string s)
{
    // Captures by reference. The body ends before the expression does.
    co_await asyncio::timeout(1s, [&] { return size(s); });

    // A named lambda, as an lvalue.
    auto child = [s] { return size(s); };
    co_await asyncio::wait_for(child, 1s);

    // A function and its arguments, which the task stores.
    auto const task = asyncio::create_task(size, s);
    co_await task.get();

    // A function object that is no lambda.
    co_await asyncio::shield(std::bind_front(size, s));

    // An awaitable: its arguments are in the coroutine already.
    co_await asyncio::wait_for(size(s), 1s);
}
// end::bodies[]

// tag::others[]
asio::awaitable<void> others(bool long_one)
{
    // A conditional operator: co_await inside of it, or an awaitable before.
    auto const a = long_one ? co_await size("long") : co_await size("");
    auto which = long_one ? size("long") : size("");
    auto const b = co_await std::move(which);

    // A list: a variable before.
    std::vector<std::string> words{"an", "example"};
    auto const c = co_await total(std::move(words));

    // An item that is an aggregate: built in its place.
    asyncio::queue<entry> queue;
    co_await queue.emplace("item", 1);

    // Output: co_await before, and not between two values.
    auto const item = co_await queue.get();
    std::cout << a << ' ' << b << ' ' << c << ' ' << item.name << '\n';
}
// end::others[]

asio::awaitable<void> program()
{
    co_await bodies("a string that is too long to be kept in place");
    co_await others(true);
}

int main()
{
    asyncio::run(program());
}
