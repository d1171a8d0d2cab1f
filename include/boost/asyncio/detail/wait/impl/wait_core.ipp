// Bodies of wait_core.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_IMPL_WAIT_CORE_IPP
#define BOOST_ASYNCIO_DETAIL_WAIT_IMPL_WAIT_CORE_IPP

#include <boost/asyncio/detail/wait/duplicates.hpp>
#include <boost/asyncio/detail/wait/wait_core.hpp>
#include <boost/asyncio/error.hpp>

#include <stdexcept>
#include <utility>

namespace boost::asyncio::detail {

void wait_core::start()
{
    for (node& n : nodes_)
        n.state.add_waiter(n);
    if (!limit_)
        return;
    if (limit_->passed())
        loop().push(at_once_);
    else
        loop().arm(*this, limit_->deadline(loop()));
}

void wait_core::describe(wait_info& info) const
{
    info.what = "wait()";
    for (node const& n : nodes_)
        info.awaited.push_back(&n.state);
}

bool wait_core::cancel_wait(std::string const&)
{
    if (over_)
        return false;
    cancelled_ = true;
    end();
    return true;
}

void wait_core::expire()
{
    end();
}

wait_core::wait_core(
    std::size_t count,
    limit_or_none l,
    condition c,
    std::source_location where)
    : waiter(where), limit_(l), condition_(c)
{
    nodes_.reserve(count);
}

wait_core::~wait_core()
{
    stop();
}

void wait_core::add(state_base& s)
{
    nodes_.emplace_back(*this, s);
    ++pending_;
}

void wait_core::stop() noexcept
{
    for (node& n : nodes_)
        if (n.linked())
            n.unlink();
    if (at_once_.linked())
        at_once_.unlink();
    if (armed())
        loop().disarm(*this);
}

void wait_core::check() const
{
    if (cancelled_)
        throw cancelled_error(request_message());
}

void wait_core::check_and_mark(std::vector<state_base*>& states)
{
    if (states.empty())
        throw std::invalid_argument("Set of Tasks/Futures is empty.");
    for (state_base const* const s : states)
    {
        if (!s)
            throw std::invalid_argument("an empty task or future is awaited");
        if (&s->loop() != &states.front()->loop())
            throw std::invalid_argument(
                "wait() was given tasks or futures of different loops");
    }
    drop_duplicates(states);
}

void wait_core::node::run()
{
    wait_.completed(state);
}

void wait_core::node::abandon() noexcept
{
}

void wait_core::at_once::run()
{
    wait_.expire();
}

void wait_core::at_once::abandon() noexcept
{
}

void wait_core::completed(state_base& s)
{
    --pending_;
    if (pending_ == 0 || condition_ == condition::any ||
        (condition_ == condition::failure &&
         s.status() == status::failed && s.exception()))
        end();
}

void wait_core::end() noexcept
{
    if (std::exchange(over_, true))
        return;
    // Here, inside: what goes on may do so in another thread.
    stop();
    wake();
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_IMPL_WAIT_CORE_IPP
