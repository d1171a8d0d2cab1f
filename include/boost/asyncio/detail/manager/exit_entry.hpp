// What an exit stack has registered.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_MANAGER_EXIT_ENTRY_HPP
#define BOOST_ASYNCIO_DETAIL_MANAGER_EXIT_ENTRY_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/manager/manager.hpp>
#include <boost/asyncio/executor.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_BEGIN_COROUTINES

// The functions are no virtual ones: g++ 12 would warn of coroutines that hold
// what is local to a translation unit.
class exit_entry
{
public:
    // Yields whether to suppress the exception.
    template<class Lane>
    using function = asio::awaitable<bool, Lane> (*)(
        exit_entry&, loop_state&, std::exception_ptr);

    exit_entry(
        function<asio::any_io_executor> f, function<executor> g) noexcept
        : leave_(f, g)
    {
    }

    exit_entry(exit_entry const&) = delete;
    exit_entry& operator=(exit_entry const&) = delete;
    virtual ~exit_entry() = default;

    template<class Lane>
    asio::awaitable<bool, Lane> leave(loop_state& l, std::exception_ptr e)
    {
        return std::get<function<Lane>>(leave_)(*this, l, std::move(e));
    }

private:
    friend class exit_list;

    std::tuple<function<asio::any_io_executor>, function<executor>> leave_;
    exit_entry* next_ = nullptr;
};

// The last that was registered comes first.
class exit_list
{
public:
    exit_list() = default;

    exit_list(exit_list&& other) noexcept
        : first_(std::exchange(other.first_, nullptr))
    {
    }

    exit_list& operator=(exit_list&& other) noexcept
    {
        exit_list(std::move(other)).swap(*this);
        return *this;
    }

    ~exit_list()
    {
        while (first_)
            pop();
    }

    bool empty() const noexcept
    {
        return !first_;
    }

    void push(std::unique_ptr<exit_entry> e) noexcept
    {
        e->next_ = first_;
        first_ = e.release();
    }

    std::unique_ptr<exit_entry> pop() noexcept
    {
        std::unique_ptr<exit_entry> e(first_);
        first_ = e->next_;
        return e;
    }

private:
    void swap(exit_list& other) noexcept
    {
        std::swap(first_, other.first_);
    }

    exit_entry* first_ = nullptr;
};

// A function and its arguments as a function of a std::exception_ptr.
template<class Call>
class exit_callback
{
public:
    template<class... Args>
    explicit exit_callback(std::in_place_t, Args&&... args)
        : call_(std::in_place, std::forward<Args>(args)...)
    {
    }

    decltype(auto) operator()(std::exception_ptr const&)
    {
        return call_();
    }

private:
    Call call_;
};

// X is a manager, or a function of a std::exception_ptr; X& one that is
// referred to.
template<class X, bool suppresses = true>
class exit_entry_of final : public exit_entry
{
public:
    explicit exit_entry_of(X&& x)
        : exit_entry(run<asio::any_io_executor>, run<executor>)
        , exit_(std::forward<X>(x))
    {
    }

    typename kept<X>::type& exit() noexcept
    {
        return exit_.get();
    }

private:
    template<class Lane>
    decltype(auto) call(std::exception_ptr e)
    {
        if constexpr (requires { exit_.get().aexit(e); })
            return exit_in<Lane>(exit_.get(), std::move(e));
        else
            return std::invoke(exit_.get(), std::move(e));
    }

    template<class Lane>
    static asio::awaitable<bool, Lane>
    run(exit_entry& base, loop_state& l, std::exception_ptr e)
    {
        auto& self = static_cast<exit_entry_of&>(base);
        using result = decltype(self.template call<Lane>(std::move(e)));
        constexpr bool decides =
            suppresses &&
            std::is_same_v<typename call_traits<result>::value_type, bool>;
        if constexpr (child<result>)
        {
            auto awaited = awaited_child<Lane>(
                l, self.template call<Lane>(std::move(e)));
            if constexpr (decides)
                co_return co_await std::move(awaited);
            else
                static_cast<void>(co_await std::move(awaited));
        }
        else if constexpr (decides)
            co_return self.template call<Lane>(std::move(e));
        else
            static_cast<void>(self.template call<Lane>(std::move(e)));
        co_return false;
    }

    kept<X> exit_;
};

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_MANAGER_EXIT_ENTRY_HPP
