// Bodies of when_done.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_IMPL_WHEN_DONE_IPP
#define BOOST_ASYNCIO_DETAIL_RUN_IMPL_WHEN_DONE_IPP

#include <boost/asyncio/detail/run/when_done.hpp>
#include <boost/asyncio/detail/task/state.hpp>
#include <boost/asyncio/detail/task/user_callback.hpp>

#include <mutex>
#include <utility>

namespace boost::asyncio::detail {

struct when_done::shared
{
    explicit shared(std::function<void()> function) noexcept
        : f(std::move(function))
    {
    }

    std::mutex mutex;
    std::function<void()> f;
};

class when_done::callback final : public user_callback
{
public:
    callback(state_base& s, std::shared_ptr<shared> what) noexcept
        : user_callback(s), shared_(std::move(what))
    {
    }

    void hold() noexcept override
    {
        leave();
    }

    bool equals(void const*, void const*) const noexcept override
    {
        return false;
    }

    void run() override
    {
        std::unique_ptr<callback> const self(this);
        std::lock_guard lock(shared_->mutex);
        if (shared_->f)
            shared_->f();
    }

    void abandon() noexcept override
    {
        leave();
        delete this;
    }

private:
    std::shared_ptr<shared> shared_;
};

when_done::when_done(state_base& s, bool alone, std::function<void()> f)
    : shared_(std::make_shared<shared>(std::move(f)))
{
    if (alone)
        (new callback(s, shared_))->add();
    else
        s.loop().send_function(
            [held = intrusive_ptr<state_base>(&s), what = shared_]
            { (new callback(*held, what))->add(); });
}

when_done::~when_done()
{
    std::lock_guard lock(shared_->mutex);
    shared_->f = nullptr;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_RUN_IMPL_WHEN_DONE_IPP
