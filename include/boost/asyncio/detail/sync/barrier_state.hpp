// A barrier: who is inside, and who waits in front of it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_SYNC_BARRIER_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_SYNC_BARRIER_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/sync/primitive.hpp>

#include <cstddef>
#include <exception>
#include <source_location>
#include <string>

namespace boost::asyncio::detail {

class barrier_state
{
public:
    BOOST_ASYNCIO_DECL explicit barrier_state(std::ptrdiff_t parties);

    BOOST_ASYNCIO_DECL void reset();
    BOOST_ASYNCIO_DECL void abort();

    std::ptrdiff_t parties() const noexcept
    {
        return parties_;
    }

    std::ptrdiff_t n_waiting() const noexcept
    {
        return phase_ == phase::filling ? count_ : 0;
    }

    bool broken() const noexcept
    {
        return phase_ == phase::broken;
    }

private:
    friend class barrier_waiter;

    enum class phase
    {
        filling,
        draining,  // all have come
        resetting, // those inside leave with an exception
        broken
    };

    // Whether newcomers have to wait until it is empty.
    bool closed() const noexcept
    {
        return phase_ == phase::draining || phase_ == phase::resetting;
    }

    BOOST_ASYNCIO_DECL void leave() noexcept;

    wait_queue queue_{"a barrier"};
    std::ptrdiff_t const parties_;
    std::ptrdiff_t count_ = 0; // of those inside
    std::ptrdiff_t next_ = 0;  // index of who leaves next
    phase phase_ = phase::filling;
};

// Waits in front of a closed barrier, and then inside.
class barrier_waiter
    : public stepping_waiter
    , public queue_place
{
public:
    template<class Op>
    explicit barrier_waiter(Op&& op) noexcept
        : stepping_waiter(op.where())
        , queue_place(next_item())
        , barrier_(op.primitive())
    {
    }

    ~barrier_waiter()
    {
        if (inside_ && !abandoned())
            go_out();
    }

    // Only what does not wait happens here.
    BOOST_ASYNCIO_DECL bool ready();
    BOOST_ASYNCIO_DECL void start() override;
    BOOST_ASYNCIO_DECL bool cancel_wait(std::string const& message) override;
    BOOST_ASYNCIO_DECL void describe(wait_info& info) const override;
    BOOST_ASYNCIO_DECL std::ptrdiff_t take() const;

private:
    using phase = barrier_state::phase;

    BOOST_ASYNCIO_DECL bool advance() override;

    // As far as it can now; whether it need not wait.
    BOOST_ASYNCIO_DECL bool go_on();
    BOOST_ASYNCIO_DECL bool wait() noexcept;
    BOOST_ASYNCIO_DECL void go_in() noexcept;
    BOOST_ASYNCIO_DECL void go_out() noexcept;
    BOOST_ASYNCIO_DECL void fail_broken(char const* why);

    barrier_state& barrier_;
    std::ptrdiff_t index_ = 0;
    std::exception_ptr failure_;
    std::string message_;
    bool inside_ = false;
    bool last_ = false;
    bool cancelled_ = false;
    bool over_ = false;
};

using barrier_operation =
    primitive_operation<barrier_waiter, std::ptrdiff_t, barrier_state>;

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/sync/impl/barrier_state.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_SYNC_BARRIER_STATE_HPP
